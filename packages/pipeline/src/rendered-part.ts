import type { Part } from './transcript.ts'

/** How a text relates to its original: untouched, decodes to it, or neither. */
export type Fidelity = 'verbatim' | 'exact' | 'lossy'

/** A part as it leaves. */
export interface RenderedPart {
  readonly part: Part
  /** What is sent in place of `part.text`. */
  readonly text: string
  readonly fidelity: Fidelity
  /** The forms that made it, joined by `+` (`notation`, `references+aliases`); absent for verbatim parts. */
  readonly stage?: string
  readonly tokensBefore: number
  readonly tokensAfter: number
}
