import type { JsonNode } from './json/json-node.ts'

/** A value that the reader has already seen, and the name under which it can be found again. */
export interface SeenValue {
  /** Readable name of the place: `get_order#2.items[0]` is in the second result of `get_order`. */
  readonly path: string
  readonly node: JsonNode
}

/** Writer's side: what earlier parts of the transcript hold, by value. Must answer the same for the same state. */
export interface ReferenceSource {
  /** The name of a value with the same lexemes in the same order, or `undefined`. */
  find(node: JsonNode): string | undefined
  /** Objects that share keys with this one, best first; the caller tries only the first few. */
  similar(node: JsonNode): readonly SeenValue[]
}

/** Reader's side: the value behind a name. */
export interface ReferenceResolver {
  resolve(path: string): JsonNode | undefined
}
