import type { KeepQuery } from '../heuristic/score-heuristic.ts'
import type { KeepScores } from '../scores/keep-scores.ts'
import type { KeepResult } from '../select/keep-result.ts'
import type { SelectOptions } from '../select/select-kept.ts'

/**
 * Where scores come from. A backend that cannot score a text, in time or at all, rejects with an error whose message says
 * why; the classifier then takes the heuristic's scores and reports the reason.
 */
export interface KeepBackend {
  /** A short name, such as `onnx-node`. */
  readonly id: string
  /** Scores the strings of a text. */
  score(text: string, query: KeepQuery): Promise<KeepScores>
  /** Ends what the backend holds: threads, sessions. */
  close(): Promise<void>
}

/** Options of `createKeepClassifier`. */
export interface KeepClassifierOptions {
  /**
   * Where scores come from; `heuristic` needs no model.
   * @default linear()
   */
  readonly backend?: KeepBackend | 'heuristic'
}

/** What to keep of a text, for what, and how it is cut and counted. */
export interface KeepOptions extends KeepQuery, SelectOptions {}

/** Scores texts and selects from them. Never rejects for what a backend does: the heuristic serves instead. */
export interface KeepClassifier {
  /** Scores of the strings of a text, with their places. */
  score(text: string, query: KeepQuery): Promise<KeepScores>
  /** What of a text is kept at a rate. */
  keep(text: string, options: KeepOptions): Promise<KeepResult>
  close(): Promise<void>
}
