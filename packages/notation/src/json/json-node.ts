/** A string, number, `true`, `false` or `null`, as written: `raw` keeps quotes, escapes and digits. */
export interface JsonScalar {
  readonly kind: 'string' | 'number' | 'literal'
  /** The lexeme: `"caf\\u00e9"`, `1.0`, `1e400`, `null`. */
  readonly raw: string
  /** First code unit in the source text, and the one after the last. */
  readonly start: number
  readonly end: number
}

/** An array with its items in order. */
export interface JsonArray {
  readonly kind: 'array'
  readonly items: readonly JsonNode[]
  readonly start: number
  readonly end: number
}

/** An object as written: `keys[i]` belongs to `values[i]`, order and duplicate keys are kept. */
export interface JsonObject {
  readonly kind: 'object'
  readonly keys: readonly JsonScalar[]
  readonly values: readonly JsonNode[]
  readonly start: number
  readonly end: number
}

/** A JSON value that keeps every lexeme and its place in the source text (UTF-16 code units). */
export type JsonNode = JsonScalar | JsonArray | JsonObject

/** Tells arrays and objects from scalars. */
export function isContainer(node: JsonNode): node is JsonArray | JsonObject {
  return node.kind === 'array' || node.kind === 'object'
}

/** The children of an array or object; none for a scalar. */
export function childrenOf(node: JsonNode): readonly JsonNode[] {
  if (node.kind === 'array') return node.items
  return node.kind === 'object' ? node.values : []
}

/** The value of the member with this decoded key, the last one where a key is doubled; `undefined` without one. */
export function memberOf(node: JsonNode, key: string): JsonNode | undefined {
  if (node.kind !== 'object') return undefined
  for (let at = node.keys.length - 1; at >= 0; at -= 1) {
    if (stringValue(node.keys[at]!) === key) return node.values[at]
  }
  return undefined
}

/** The decoded text of a string lexeme; a lone surrogate escape stays a lone surrogate. */
export function stringValue(node: JsonScalar): string {
  return node.raw.includes('\\') ? (JSON.parse(node.raw) as string) : node.raw.slice(1, -1)
}
