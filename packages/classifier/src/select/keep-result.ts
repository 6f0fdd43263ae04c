import type { Kind } from '../detect/kind.ts'
import type { Grain } from '../text/unit.ts'

/** What was kept of a text. */
export interface KeepResult {
  readonly kind: Kind
  /** Which backend gave the scores. */
  readonly backend: string
  /** The units that were kept or dropped as wholes. */
  readonly unit: Grain
  /** The rate that was asked for. */
  readonly rate: number
  /** The rate itself, or where the smallest selection exceeds it, the share of tokens of that one. */
  readonly reachableRate: number
  /** The kept parts in order, a mark for each gap. JSON parses where the input did. */
  readonly text: string
  /** Ranges of the input that `text` keeps, in UTF-16 code units, in order. */
  readonly kept: readonly (readonly [start: number, end: number])[]
  /** How many gaps are marked. */
  readonly marks: number
  readonly tokensBefore: number
  /** Marks included; never more than before. */
  readonly tokensAfter: number
  readonly flagged: FlaggedReport
  /** What a reader should know, one sentence each: fallbacks, a rate that yielded, a text left whole. */
  readonly report: readonly string[]
}

/** Units that come before any score: errors, status fields, rules. */
export interface FlaggedReport {
  readonly kept: number
  /** Those that half of the budget did not hold and that no score brought back. */
  readonly dropped: number
}
