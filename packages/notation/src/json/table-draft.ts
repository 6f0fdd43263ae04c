import type { JsonNode, JsonObject, JsonScalar } from './json-node.ts'
import type { PlannedColumn } from './plan-columns.ts'
import type { TableColumn } from './table.ts'
import type { TokenMeter } from './text-form.ts'

/** Alike objects, and how they stand in the value: in an array, in groups, or by key. */
export interface TableRows {
  readonly rows: readonly JsonObject[]
  /** For a map: the key of each row. */
  readonly keys?: readonly JsonScalar[]
  /** For an array of arrays: how many rows each of them has. */
  readonly groups?: readonly number[]
}

/** What table writing needs of its surroundings. */
export interface TableContext {
  readonly meter: TokenMeter
  /** Whether every bare word will be read as a string, whatever the header says. */
  readonly isText: boolean
  /** Exact tokens of a longer text, not remembered. */
  count(text: string): number
  /** Writes an array or object that stands in a cell. */
  nested(node: JsonNode): string
  /** Whether an object has a form of its own that is better than columns. */
  isWhole(node: JsonNode): boolean
  /** The name under which the reader has seen this value, if that is shorter. */
  reference(node: JsonNode): string | undefined
}

/** A table that is ready to be written. */
export interface TableDraft {
  readonly source: TableRows
  readonly columns: readonly TableColumn[]
  /** Indexes of the columns that have cells. */
  readonly live: readonly number[]
  readonly planned: readonly PlannedColumn[]
  readonly odd: ReadonlySet<number>
  /** Whether all scalars of the columns are strings, so that a bare `1` is `"1"` everywhere. */
  readonly isText: boolean
  readonly context: TableContext
}
