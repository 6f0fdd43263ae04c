import {
  childrenOf,
  isContainer,
  type JsonArray,
  type JsonNode,
  type JsonObject,
  type JsonScalar,
} from './json-node.ts'
import { innerOf } from './lexeme.ts'
import { isRefWord, isTypeWord, LIST_KEYS, MAP_KEYS } from './schema-words.ts'

/** The place of the member with this key (its inside, without quotes); -1 without one. */
export function placeOf({ keys }: JsonObject, key: string): number {
  return keys.findIndex((candidate) => innerOf(candidate) === key)
}

/** Whether a value is an object that may be a schema: no key is doubled, and one of its keywords is there, or none at all. */
export function isSchema(node: JsonNode | undefined): node is JsonObject {
  if (node?.kind !== 'object') return false
  const names = node.keys.map(innerOf)
  if (new Set(names).size < names.length) return false
  if (names.length === 0) return true
  return names.some((name, at) => KEYWORDS.get(name)?.(node.values[at]!) ?? false)
}

/** Whether a value can stand where a schema is expected: true and false are schemas too. */
export function isSchemaOrLiteral(node: JsonNode): boolean {
  return isSchema(node) || isTrueOrFalse(node)
}

/** `true` and `false`, which allow everything and nothing. */
export function isTrueOrFalse(node: JsonNode): node is JsonScalar {
  return node.kind === 'literal' && node.raw !== 'null'
}

/**
 * Whether an object is certainly a JSON Schema: it holds a map or a list of schemas, or an array of them, and its type is
 * one that schemas know. Looks no deeper than that.
 */
export function isSchemaRoot(node: JsonNode): node is JsonObject {
  if (!isSchema(node)) return false
  const type = node.values[placeOf(node, 'type')]
  if (type !== undefined && !isType(type)) return false
  return node.keys.some((key, at) => {
    const value = node.values[at]!
    const name = innerOf(key)
    if (MAP_KEYS.has(name)) return isMapOfSchemas(value)
    if (LIST_KEYS.has(name)) return isListOfSchemas(value)
    return name === 'items' && type !== undefined && isSchema(value)
  })
}

/** Whether an object is certainly a schema of objects with certain members. */
export function hasProperties(node: JsonNode): boolean {
  if (!isSchemaRoot(node)) return false
  const properties = node.values[placeOf(node, 'properties')]
  return properties !== undefined && isMapOfSchemas(properties)
}

/** An object of at least one member whose values are schemas. */
export function isMapOfSchemas(node: JsonNode): node is JsonObject {
  return node.kind === 'object' && node.values.length > 0 && node.values.every(isSchemaOrLiteral)
}

/** An array of at least one schema. */
export function isListOfSchemas(node: JsonNode): node is JsonArray {
  return node.kind === 'array' && node.items.length > 0 && node.items.every(isSchemaOrLiteral)
}

/** The type words of a value of `type`; `undefined` where it is something else. */
export function typeWordsOf(node: JsonNode): readonly string[] | undefined {
  const nodes = node.kind === 'array' ? node.items : [node]
  const words = nodes.map((item) => (item.kind === 'string' ? innerOf(item) : ''))
  const isList = node.kind !== 'array' || words.length > 1
  return isList && words.every(isTypeWord) ? words : undefined
}

function isType(node: JsonNode): boolean {
  return typeWordsOf(node) !== undefined
}

const isText = (node: JsonNode) => node.kind === 'string'
const isObject = (node: JsonNode) => node.kind === 'object'
const isArray = (node: JsonNode) => node.kind === 'array'

const KEYWORDS: ReadonlyMap<string, (value: JsonNode) => boolean> = new Map([
  ['type', isType],
  ['$ref', isText],
  ['description', isText],
  ['enum', isArray],
  ['const', () => true],
  ['items', isObject],
  ['required', isArray],
  ['not', isObject],
  ...[...MAP_KEYS].map((key): [string, typeof isObject] => [key, isObject]),
  ...[...LIST_KEYS].map((key): [string, typeof isArray] => [key, isArray]),
])

/** References below this many are no reason to tell their beginning once. */
const LEAST_SHARED = 2

/**
 * The beginning that most `$ref`s of a value share, up to and with a slash; empty where few do. `undefined` where the
 * value holds no schema at all. No recursion.
 */
export function refPrefixOf(node: JsonNode): string | undefined {
  const counts = new Map<string, number>()
  let isFound = false
  const waiting = [node]
  while (waiting.length > 0) {
    const next = waiting.pop()!
    for (const child of childrenOf(next)) if (isContainer(child)) waiting.push(child)
    if (next.kind !== 'object') continue
    next.keys.forEach(({ raw }, at) => {
      isFound ||= SIGNS.has(raw) && isContainer(next.values[at]!)
      if (raw === '"$ref"') countPrefix(counts, next.values[at]!)
    })
  }
  if (!isFound) return undefined
  const [prefix, count] = [...counts].reduce((a, b) => (b[1] > a[1] ? b : a), ['', 0])
  return count < LEAST_SHARED ? '' : prefix
}

const SIGNS: ReadonlySet<string> = new Set(
  [...MAP_KEYS, ...LIST_KEYS, 'items'].map((key) => `"${key}"`),
)

function countPrefix(counts: Map<string, number>, value: JsonNode): void {
  if (value.kind !== 'string') return
  const inner = innerOf(value)
  const end = inner.lastIndexOf('/') + 1
  const prefix = inner.slice(0, end)
  if (!isRefWord(inner.slice(end)) || !PREFIX.test(prefix)) return
  counts.set(prefix, (counts.get(prefix) ?? 0) + 1)
}

const PREFIX = /^[^\s"{}()[\],=|*\\]+$/
