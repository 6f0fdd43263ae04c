import type { TextProfile } from './loss/keeper.ts'
import type { Part } from './transcript.ts'

/** How a text relates to its original: untouched, decodes to it, or neither. */
export type Fidelity = 'verbatim' | 'exact' | 'lossy'

/** A part as it leaves. */
export interface RenderedPart {
  readonly part: Part
  /** What is sent in place of `part.text`. */
  readonly text: string
  readonly fidelity: Fidelity
  /** The stages that made it, joined by `+` (`notation`, `keep+notation`); absent for verbatim parts. */
  readonly stage?: string
  readonly tokensBefore: number
  readonly tokensAfter: number
  /** What the text is; absent where the part was not looked at, or nothing describes texts. */
  readonly profile?: TextProfile
  /** What was dropped; lossy parts alone have it. `part.text` is the original. */
  readonly loss?: PartLoss
}

/** What the keep stage dropped from a part. Rates are shares of the part's exact tokens. */
export interface PartLoss {
  readonly rateAsked: number
  /** The rate for a text of this density. */
  readonly rateAimed: number
  /** What was sent of it, marks and exact forms included. */
  readonly rateReached: number
  /** What was kept of it, before exact forms. */
  readonly rateKept: number
  /** What is kept or dropped as one. */
  readonly unit: string
  /** Marks that stand for what was dropped. */
  readonly gaps: number
  /** Units that come first (errors, rules): how many were kept, and how many the budget could not hold. */
  readonly flaggedKept: number
  readonly flaggedDropped: number
  readonly backend: string
  /** Why something else scored than was asked for. */
  readonly fallback?: string
}
