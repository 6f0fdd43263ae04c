import type { ValueTraits } from './json-mark.ts'
import { type JsonNode, type JsonScalar, stringValue } from './json-node.ts'
import { readJsonText, readRendered, withoutEnd, writeRendered } from './json-text.ts'
import { scalarOf } from './lexeme.ts'
import type { Scanner } from './scan-json.ts'

/** What stands before the mark of a JSON text that is the value of a string. */
export const EMBEDDED = 'json'

const BEGINNING = /^"(?:\\n| )*[{[]/
const MIN_LENGTH = 24

/** Writes a string that holds JSON as that JSON: `json~{"a":1}` for `"{\\"a\\":1}"`. */
export function writeEmbedded(
  node: JsonScalar,
  writeValue: (node: JsonNode) => string,
): string | undefined {
  if (node.raw.length < MIN_LENGTH || !BEGINNING.test(node.raw)) return undefined
  const text = stringValue(node)
  if (JSON.stringify(text) !== node.raw) return undefined
  const read = readJsonText(text)
  const json = read && withoutEnd(read)
  if (json === undefined) return undefined
  const rendered = writeRendered(json, writeValue(json.node))
  return rendered && EMBEDDED + rendered
}

/** Reads what `writeEmbedded` wrote; the scanner stands before it. */
export function readEmbedded(
  scanner: Scanner,
  readValue: (scanner: Scanner, traits: ValueTraits) => JsonNode,
): JsonScalar {
  scanner.moveTo(scanner.at() + EMBEDDED.length)
  return scalarOf(JSON.stringify(readRendered(scanner, readValue)))
}
