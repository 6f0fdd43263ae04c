import type { JsonNode, JsonObject } from './json-node.ts'
import { innerOf, isScalar } from './lexeme.ts'
import { isText, writeKeyword, writeOther, writePair } from './schema-keywords.ts'
import {
  type Piece,
  type SchemaBody,
  type SchemaWriting,
  type WrittenValue,
  wordPiece,
  writeLine,
  writeMap,
} from './schema-piece.ts'
import { isMapOfSchemas, placeOf } from './schema-shape.ts'
import { REQUIRED, SCHEMA } from './schema-words.ts'

/** What a text tells the writer of its schemas. */
export interface SchemaTraits {
  /** What every word for a `$ref` goes on from. */
  readonly prefix: string
  /** What was written before, by node. */
  readonly bodies: Map<JsonNode, SchemaBody | undefined>
}

/** What the writer lends. */
export interface SchemaLender extends Omit<SchemaWriting, 'body' | 'prefix'> {
  /** Whether a value that deep is only minified. */
  isTooDeep(depth: number): boolean
}

/** Writes an object in type form, `schema(...)`; `undefined` where it stands too deep. */
export function writeSchema(
  node: JsonObject,
  depth: number,
  { prefix, bodies }: SchemaTraits,
  lender: SchemaLender,
): WrittenValue | undefined {
  const writing: SchemaWriting = {
    ...lender,
    prefix,
    body(child, at) {
      if (isScalar(child)) return [wordPiece(child.raw)]
      if (bodies.has(child)) return bodies.get(child)
      const isWritten = child.kind === 'object' && !lender.isTooDeep(at)
      const made = isWritten ? itemsOf(writing, child, at) : undefined
      bodies.set(child, made)
      return made
    },
  }
  const body = writing.body(node, depth)
  if (body === undefined) return undefined
  const line = writeLine(writing, '', body)
  const end = body.at(-1)?.description === undefined ? '' : '\n'
  const start = line.hasRefs && prefix !== '' ? `${prefix}* ` : ''
  const cost = line.cost + 3 + (start === '' ? 0 : lender.meter(start))
  return { text: `${SCHEMA}${start}${line.text}${end})`, cost, nests: line.nests }
}

function itemsOf(writing: SchemaWriting, node: JsonObject, depth: number): SchemaBody {
  const block = planBlock(writing, node, depth)
  const pieces: Piece[] = []
  for (let at = 0; at < node.keys.length; ) {
    const item = writeItem({ writing, node, depth }, block, at)
    if (item.piece !== undefined) pieces.push(item.piece)
    at += item.members
  }
  return pieces
}

/** The properties, a line for each, which also tell what is required. */
interface Block {
  readonly piece: Piece
  readonly at: number
  /** The member that the names without `?` tell; -1 where `required` stands by itself, or is absent. */
  readonly requiredAt: number
  /** The member `"type":"object"` that the braces tell; -1 where a word tells the type, or nothing does. */
  readonly typeAt: number
}

/** `undefined` where there are no properties, or where another form of theirs is shorter. */
function planBlock(writing: SchemaWriting, node: JsonObject, depth: number): Block | undefined {
  const at = placeOf(node, 'properties')
  const properties = node.values[at]
  if (properties === undefined || !isMapOfSchemas(properties)) return undefined
  const place = placeOf(node, REQUIRED)
  const list = node.values[place]
  const required = namesIn(list)
  const requiredAt = isToldBy(properties, list, required) ? place : -1
  const lines = writeMap(writing, properties, depth + 1, (raw) => !required.has(raw))
  if (lines === undefined) return undefined
  const typeAt = impliedType(node, at, requiredAt)
  const plain = writing.ordinary(properties, depth + 1).cost + writing.keyCost('properties')
  const told = requiredAt < 0 ? 0 : writing.ordinary(list!, depth + 1).cost + 1
  if (plain + told + (typeAt < 0 ? 0 : 1) < lines.cost) return undefined
  const isNamed = placeOf(node, 'type') < 0
  const piece = isNamed
    ? { ...lines, text: `properties${lines.text}`, cost: lines.cost + 1 }
    : { ...lines, isPrimary: true }
  return { piece, at, requiredAt, typeAt }
}

/** Lexemes of the strings in a list. */
function namesIn(node: JsonNode | undefined): ReadonlySet<string> {
  if (node?.kind !== 'array') return new Set()
  return new Set(node.items.flatMap((item) => (item.kind === 'string' ? [item.raw] : [])))
}

/** Whether a list names some of the properties, each once and in their order. */
function isToldBy(
  properties: JsonObject,
  list: JsonNode | undefined,
  names: ReadonlySet<string>,
): boolean {
  if (list?.kind !== 'array' || list.items.length !== names.size || names.size === 0) return false
  const order = properties.keys.filter(({ raw }) => names.has(raw))
  const listed = [...names]
  return order.length === listed.length && order.every(({ raw }, at) => raw === listed[at])
}

/** The member right before the properties, or right before `required` and the properties; never one between them. */
function impliedType(node: JsonObject, at: number, requiredAt: number): number {
  const before = requiredAt >= 0 && requiredAt === at - 1 ? at - 2 : at - 1
  if (requiredAt >= 0 && requiredAt === before - 1) return -1
  return placeOf(node, 'type') === before && isText(node.values[before], 'object') ? before : -1
}

/** An item, and how many members it stands for. */
interface Item {
  readonly piece: Piece | undefined
  readonly members: number
}

function writeItem(
  place: Parameters<typeof writePair>[0],
  block: Block | undefined,
  at: number,
): Item {
  if (at === block?.typeAt) return { piece: undefined, members: 1 }
  if (at === block?.at) return { piece: block.piece, members: block.requiredAt === at + 1 ? 2 : 1 }
  if (at === block?.requiredAt) return { piece: wordPiece(REQUIRED), members: 1 }
  const pair = innerOf(place.node.keys[at]!) === 'type' ? writePair(place, at) : undefined
  if (pair !== undefined) return { piece: pair, members: 2 }
  return { piece: writeKeyword(place, at) ?? writeOther(place, at), members: 1 }
}
