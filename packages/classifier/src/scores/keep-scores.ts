import type { Detection } from '../detect/kind.ts'
import type { Span } from '../text/span.ts'

/** What the scores of words make of a unit. */
export type Combine =
  /** The sum over its strings that no kept unit has, per piece: what repeats counts once. */
  | 'cover'
  /** The mean of its words. */
  | 'mean'
  /** The best of its words. */
  | 'max'

/** A string of the text with its score: the more, the sooner it is kept. */
export interface WordScore extends Span {
  readonly score: number
}

/** How much the strings of a text matter, by a backend. */
export interface KeepScores {
  /** Which backend gave the scores: `heuristic`, or the id of the backend and its model. */
  readonly backend: string
  /** Why another backend than the one that was asked gave them. */
  readonly fallback?: string
  readonly detection: Detection
  readonly combine: Combine
  /** In order, none over another; what is not listed scores 0. Rounded to 1/1024, so that backends select alike. */
  readonly words: readonly WordScore[]
  /** What a reader should know, one sentence each: why another backend scored, a script that no vocabulary covers. */
  readonly notes: readonly string[]
}

const STEPS = 1024

/** Rounds a score to the grid that all backends share. */
export function roundScore(score: number): number {
  return Math.round(score * STEPS) / STEPS
}
