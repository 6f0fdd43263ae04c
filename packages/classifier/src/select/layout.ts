import type { Span } from '../text/span.ts'
import type { Container } from '../text/unit.ts'

/** What is kept or dropped as a whole, with what it costs to keep. */
export interface Choice {
  readonly index: number
  /** In pieces; what has to come along with it is in `opens`. */
  readonly cost: number
  readonly opens: readonly Pick<Container, 'id' | 'cost'>[]
  /** Where it stands, in order. */
  readonly ranges: readonly Span[]
  /** Strings of its data that stand elsewhere, such as in the keys around it. */
  readonly outerStrings: readonly string[]
}

/** What was kept of a text, and what stands for the rest. */
export interface Rendered {
  readonly text: string
  /** Ranges of the source that were kept, in order. */
  readonly kept: readonly (readonly [start: number, end: number])[]
  readonly marks: number
}

/** How a text of one form is cut, and put together again without some of its parts. */
export interface Layout {
  readonly choices: readonly Choice[]
  /** Which parts are kept when choices are: what they need comes along, and so does what is shorter than its mark. */
  complete(chosen: Uint8Array): Kept
  render(kept: Kept): Rendered
}

/** A set of parts, with its price. */
export interface Kept {
  /** 1 for each part of the layout that is kept. */
  readonly parts: Uint8Array
  /** Pieces of what is kept. */
  readonly keptCost: number
  /** The same with all marks. */
  readonly cost: number
}
