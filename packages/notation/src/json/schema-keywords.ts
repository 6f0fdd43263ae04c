import { writeKey } from './column-name.ts'
import type { JsonArray, JsonNode, JsonObject, JsonScalar } from './json-node.ts'
import { innerOf, isScalar } from './lexeme.ts'
import {
  joinPieces,
  type Piece,
  type SchemaBody,
  type SchemaWriting,
  wordPiece,
  writeInline,
  writeMap,
} from './schema-piece.ts'
import { isListOfSchemas, isMapOfSchemas, isSchema, typeWordsOf } from './schema-shape.ts'
import {
  COMMENT_END,
  DRAFT_WORDS,
  isRefWord,
  LIST_KEYS,
  MAP_KEYS,
  VALUE_KEYS,
} from './schema-words.ts'

/** A schema whose members are written. */
export interface SchemaPlace {
  readonly writing: SchemaWriting
  readonly node: JsonObject
  readonly depth: number
}

/** Whether a value is this string. */
export function isText(node: JsonNode | undefined, inner: string): boolean {
  return node?.kind === 'string' && innerOf(node) === inner
}

/** `string[]` and `"a"|"b"`: the type at this place and the member after it. */
export function writePair({ writing, node, depth }: SchemaPlace, at: number): Piece | undefined {
  const [type, next] = [node.values[at], node.values[at + 1]]
  if (next === undefined) return undefined
  const name = innerOf(node.keys[at + 1]!)
  if (name === 'items' && isText(type, 'array') && isSchema(next)) {
    const body = writing.body(next, depth + 1)
    return body && writeArray(body)
  }
  const isLiterals = name === 'enum' && isText(type, 'string') && next.kind === 'array'
  return isLiterals ? writeLiterals(writing, next, depth) : undefined
}

/** An array of what one item says, or of what several in brackets say. */
function writeArray(body: SchemaBody): Piece {
  const items = writeInline(body)
  const isOne = body.length === 0 || (body.length === 1 && body[0]!.isPrimary === true)
  const text = isOne ? `${items.text}[]` : `(${items.text})[]`
  return { ...items, text, cost: items.cost + (isOne ? 1 : 2), isPrimary: true }
}

function writeLiterals(writing: SchemaWriting, list: JsonArray, depth: number): Piece | undefined {
  if (list.items.length === 0 || list.items.some(({ kind }) => kind !== 'string')) return undefined
  const text = list.items.map((item) => (item as JsonScalar).raw).join('|')
  const cost = writing.meter(` ${text}`)
  if (writing.ordinary(list, depth + 1).cost + 2 < cost) return undefined
  return { ...wordPiece(text, cost), isPrimary: list.items.length === 1 }
}

/** A member that the type form has words or brackets for; `undefined` where its value does not fit them, or they cost more. */
export function writeKeyword(place: SchemaPlace, at: number): Piece | undefined {
  const name = innerOf(place.node.keys[at]!)
  const value = place.node.values[at]!
  const words = WORDS.get(name)
  if (words !== undefined) return words(place.writing, value)
  const piece = writeKey(`"${name}"`) === name ? writeSchemas(place, name, value) : undefined
  if (piece === undefined) return undefined
  const cost = piece.cost + place.writing.keyCost(name)
  const isShorter = cost <= writeOther(place, at).cost
  return isShorter ? { ...piece, text: name + piece.text, cost, isPrimary: false } : undefined
}

type WordWriter = (writing: SchemaWriting, value: JsonNode) => Piece | undefined

const WORDS: ReadonlyMap<string, WordWriter> = new Map<string, WordWriter>([
  ['type', (_, value) => writeTypes(value)],
  ['$ref', writeRef],
  ['$schema', writeDraft],
  ['description', writeDescription],
])

function writeTypes(value: JsonNode): Piece | undefined {
  const words = typeWordsOf(value)
  if (words === undefined) return undefined
  return { ...wordPiece(words.join('|'), 2 * words.length - 1), isPrimary: words.length === 1 }
}

function writeRef({ meter, prefix }: SchemaWriting, value: JsonNode): Piece | undefined {
  if (value.kind !== 'string') return undefined
  const inner = innerOf(value)
  const word = inner.slice(prefix.length)
  if (!inner.startsWith(prefix) || !isRefWord(word)) return undefined
  return { ...wordPiece(word, meter(` ${word}`)), hasRefs: true }
}

function writeDraft({ meter }: SchemaWriting, value: JsonNode): Piece | undefined {
  const word = isScalar(value) ? DRAFT_WORDS.get(value.raw) : undefined
  if (word === undefined) return undefined
  return { ...wordPiece(word, meter(` ${word}`)), isPrimary: false }
}

function writeDescription({ meter }: SchemaWriting, value: JsonNode): Piece | undefined {
  if (value.kind !== 'string') return undefined
  const description = innerOf(value)
  if (description === '' || description.includes(COMMENT_END)) return undefined
  const cost = meter(` ${description}`) + 2
  const text = `/* ${description}${COMMENT_END}`
  return { ...wordPiece(text, cost), isPrimary: false, description }
}

/** What stands behind the key of one schema, a list or a map of schemas. */
function writeSchemas(
  { writing, depth }: SchemaPlace,
  name: string,
  value: JsonNode,
): Piece | undefined {
  if (MAP_KEYS.has(name)) {
    const isMap = name !== 'properties' && isMapOfSchemas(value)
    return isMap ? writeMap(writing, value, depth + 1, () => false) : undefined
  }
  if (LIST_KEYS.has(name)) {
    return isListOfSchemas(value) ? writeList(writing, value.items, depth + 2) : undefined
  }
  return isSchema(value) && !VALUE_KEYS.has(name)
    ? writeList(writing, [value], depth + 1)
    : undefined
}

/** Schemas in brackets, between commas. */
function writeList(
  writing: SchemaWriting,
  schemas: readonly JsonNode[],
  depth: number,
): Piece | undefined {
  const bodies = schemas.map((schema) => writing.body(schema, depth))
  if (bodies.includes(undefined)) return undefined
  const items = bodies.map((body) => writeInline(body ?? []))
  const text = `(${items.map((item) => item.text).join(', ')})`
  const all = joinPieces(items, '')
  return { ...all, text, cost: all.cost + items.length + 1 }
}

/** A bare word with a bracket in it. */
const SPLITS = /^(?!["=]|json~).*[()]/

/** A member as it stands in any other object, but that brackets end a word. */
export function writeOther({ writing, node, depth }: SchemaPlace, at: number): Piece {
  const raw = node.keys[at]!.raw
  const value = node.values[at]!
  const { text, cost, nests } = writing.ordinary(value, depth + 1)
  const key = writeKey(raw)
  const isMarked = MAP_KEYS.has(key) || key === raw || text === '[]' || !/^[[{]/.test(text)
  const isSplit = isScalar(value) && value.kind === 'string' && SPLITS.test(text)
  const written = isSplit ? value.raw : text
  return {
    ...wordPiece(key + (isMarked ? '=' : '') + written),
    cost: cost + writing.keyCost(innerOf(node.keys[at]!)) + 1,
    nests,
    isPrimary: false,
  }
}
