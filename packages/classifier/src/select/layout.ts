import type { Priced } from '../cover/purse.ts'
import type { Span } from '../text/span.ts'
import type { PricedTree } from './priced-tree.ts'

/** What is kept or dropped as a whole. */
export interface Placed {
  readonly index: number
  /** Where it stands, in order. */
  readonly ranges: readonly Span[]
  /** Strings of its data that stand elsewhere, such as in the keys around it. */
  readonly outerStrings: readonly string[]
}

/** The same with what it costs to keep, in pieces and without marks; containers around it are paid once. */
export interface Choice extends Placed, Priced {}

/** What was kept of a text, and what stands for the rest. */
export interface Rendered {
  readonly text: string
  /** Ranges of the source that were kept, in order. */
  readonly kept: readonly (readonly [start: number, end: number])[]
  readonly marks: number
}

/** Parts that come along with others: the lines of a fence, the head of a table, the floor words of a sentence. */
export interface Frame {
  /** Indexes of the parts that come along. Those that are not members themselves are never chosen. */
  readonly parts: readonly number[]
  /** Indexes of the parts that need them. */
  readonly members: readonly number[]
}

/** How a text of one form is cut, and put together again without some of its parts. */
export interface Layout {
  readonly choices: readonly Placed[]
  /** Its parts in their containers, with prices. */
  readonly tree: PricedTree
  readonly frames: readonly Frame[]
  /** The parts of a choice. */
  partsOf(choice: number): readonly number[]
  /** Which frames come along with it. */
  framesOf(choice: number): readonly number[]
  /** Parts with 1 are kept, all others are marked. */
  render(parts: Uint8Array): Rendered
}
