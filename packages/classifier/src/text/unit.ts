import type { JsonNode } from '../json/json-tree.ts'
import type { Span } from './span.ts'

/** What units a text is cut into: JSON by field or row, whatever else by line, sentence or word. */
export type Grain = 'field' | 'row' | 'line' | 'sentence' | 'word'

/** A JSON container around units: its key and brackets are paid once, with the first unit that is kept inside. */
export interface Container {
  /** Unlike that of any other container of the text. */
  readonly id: number
  /** In pieces. */
  readonly cost: number
  /** Whether it is an element of an array. */
  readonly isElement: boolean
}

/** A piece of a text that is kept or dropped as a whole. */
export interface Unit extends Span {
  readonly index: number
  /** The part that holds data, decoded: a JSON key is not data. */
  readonly value: string
  /** Where the data lies, without quotes. */
  readonly valueStart: number
  readonly valueEnd: number
  /** The JSON key, `#` for one that has a digit; the shape of the start of a line elsewhere. */
  readonly key: string
  /** Keys from the root, joined by dots, `#` for places in arrays and keys with digits; empty where it is no JSON. */
  readonly path: string
  /** The place in the array around it, or the number of its line; -1 where there is none. */
  readonly row: number
  /** How many elements that array has, or how many units the text. */
  readonly rows: number
  /** The containers around it, outermost first, without the root. */
  readonly opens: readonly Container[]
  /** Keys around it that have digits: they are data. */
  readonly ids: readonly string[]
  /** Its own pieces, one or more. */
  readonly cost: number
  /** The distinct strings of its data, and of the keys around it that have digits, with their first spelling. */
  readonly strings: ReadonlyMap<string, string>
  /** The JSON values that it stands for; none in other text. Long strings are several units of one node. */
  readonly nodes: readonly JsonNode[]
}

/** A unit as it is found, before it is counted. */
export interface FoundUnit extends Omit<Unit, 'index' | 'cost' | 'strings'> {
  /** As it is counted: JSON without white space around its values. */
  readonly shown: string
}
