import type { Corpus } from '@x/agentcompbench'
import type { ScoreFile } from '../scores/score-file.ts'
import type { ValidationCases } from '../validation-cases.ts'

/** What a section may use. */
export interface SectionContext {
  readonly corpus: Corpus
  readonly cases: ValidationCases
  /** Scores made outside, by name, to be measured beside the rest. */
  readonly scoreFiles: ReadonlyMap<string, ScoreFile>
  readonly root: string
  /** The folder of public corpora. */
  readonly data: string
  readonly log: (line: string) => void
}

/** A part of the bench that can be run alone; it answers with markdown. */
export type Section = (context: SectionContext) => Promise<string>
