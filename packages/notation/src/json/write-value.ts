import type { ReferenceSource } from '../references.ts'
import { writeEmbedded } from './embedded.ts'
import {
  childrenOf,
  type JsonArray,
  type JsonNode,
  type JsonObject,
  type JsonScalar,
} from './json-node.ts'
import { innerOf, isBareWord, isScalar } from './lexeme.ts'
import { createNameValues, type NameValues } from './name-values.ts'
import { isName } from './names.ts'
import { joinRuns } from './row-runs.ts'
import { hasProperties, isSchemaRoot, refPrefixOf } from './schema-shape.ts'
import { writeShape } from './shape.ts'
import { tableRowsOf } from './table-rows.ts'
import type { TokenMeter } from './text-form.ts'
import { writeJson } from './white-space.ts'
import { joinValues, writeDotted, writeMember } from './write-member.ts'
import { type SchemaTraits, writeSchema } from './write-schema.ts'
import { type KeyOrder, writeSpread } from './write-spread.ts'
import { writeTable } from './write-table.ts'

/** What writing needs of its surroundings. */
export interface WriteContext {
  /** Exact tokens of a short text, remembered. */
  readonly meter: TokenMeter
  /** Exact tokens of a key with the blank before it. */
  keyCost(name: string): number
  /** Exact tokens of a longer text. */
  count(text: string): number
  /** Whether the work that a text of this length is worth is done: what is left is only minified. */
  isSpent(): boolean
  readonly references: ReferenceSource | undefined
  /** Whether every bare word will be read as a string. */
  readonly isText: boolean
  readonly keyOrder: KeyOrder
  /** Whether the keys of earlier objects may be left to the reader. */
  readonly isDense: boolean
}

/** A value as written, what that costs, and what it is. */
interface Draft {
  readonly text: string
  /** Tokens, near enough to choose by. */
  readonly cost: number
  /** Minified JSON: equal values have equal texts. */
  readonly flat: string
  /** Levels of cells within cells. */
  readonly nests: number
  /** For an object of one member: that member, which can stand behind the key and a dot. */
  readonly member?: string
}

interface Writing extends WriteContext {
  /** In the cells of tables nothing is named. */
  readonly names: NameValues | undefined
  /** What was written without names, by node: a value may be tried in the tables of several levels. */
  readonly nameless: Map<JsonNode, Draft>
  /** Absent where the text holds no schema. */
  readonly schemas: SchemaTraits | undefined
}

const MAX_DEPTH = 48
/** Cells within cells: deeper ones are hard to read, and the reader refuses them. */
const MAX_NESTS = 6
/** A name or reference must save this many tokens: below it the literal is easier to read. */
const MIN_SAVING = 2
/** Scalars in a row are counted at once from this many on. */
const MIN_LIST = 4
const MIN_TABLE_SAVING = 2
const MIN_REFERRED = 40
const MAX_BASES = 4

/** Writes a value with tables, names and references wherever they take fewer tokens. */
export function writeValue(node: JsonNode, context: WriteContext): string {
  const writing = { ...context, names: createNameValues(), ...memoryFor(node) }
  return draftValue(writing, node, 0).text
}

/** What is remembered while a text is written: of another text within it nothing is. */
function memoryFor(node: JsonNode): Pick<Writing, 'nameless' | 'schemas'> {
  const prefix = refPrefixOf(node)
  const schemas = prefix === undefined ? undefined : { prefix, bodies: new Map() }
  return { nameless: new Map(), schemas }
}

function draftValue(writing: Writing, node: JsonNode, depth: number): Draft {
  if (isScalar(node)) return draftScalar(writing, node, depth)
  if (writing.names !== undefined) return draftContainer(writing, node, depth)
  const known = writing.nameless.get(node)
  if (known !== undefined) return known
  const draft = draftContainer(writing, node, depth)
  writing.nameless.set(node, draft)
  return draft
}

function draftContainer(writing: Writing, node: JsonArray | JsonObject, depth: number): Draft {
  if (depth > MAX_DEPTH || writing.isSpent()) return draftFlat(writing, node)
  const mark = writing.names?.mark() ?? 0
  const plain =
    node.kind === 'array' ? draftArray(writing, node, depth) : draftObject(writing, node, depth)
  const best = bestOf(plain, alternatives(writing, node, plain, depth))
  if (best !== plain) writing.names?.rollback(mark)
  return best
}

function bestOf(plain: Draft, others: readonly Draft[]): Draft {
  return others.reduce((best, draft) => (draft.cost < best.cost ? draft : best), plain)
}

function draftScalar(writing: Writing, node: JsonScalar, depth: number): Draft {
  const { meter, names, isText } = writing
  const inner = innerOf(node)
  const text = node.kind !== 'string' || isBareWord(inner, isText) ? inner : node.raw
  // One quote joins the sign before it.
  const cost = meter(inner) + (text === inner ? 0 : 1)
  const literal = { text, cost, flat: node.raw, nests: 0 }
  if (node.kind !== 'string' || inner.length < 10) return literal
  if (inner.includes('\\')) return bestOf(literal, draftEmbedded(writing, node, depth))
  return (names?.expressions(inner) ?? []).reduce((best, text) => {
    const cost = meter(text)
    return cost < best.cost && cost + MIN_SAVING <= literal.cost
      ? { text, cost, flat: node.raw, nests: 0 }
      : best
  }, literal)
}

function draftEmbedded(writing: Writing, node: JsonScalar, depth: number): Draft[] {
  if (depth > MAX_DEPTH) return []
  let nests = 0
  const text = writeEmbedded(node, (value) => {
    // A text in a text has a mark of its own.
    const within = { ...writing, names: undefined, ...memoryFor(value), ...NO_TRAITS }
    const inner = draftValue(within, value, depth + 1)
    nests = inner.nests + 1
    return nests > MAX_NESTS ? inner.flat : inner.text
  })
  if (text === undefined) return []
  return [{ text, cost: writing.count(text), flat: node.raw, nests: Math.min(nests, MAX_NESTS) }]
}

/** Only minified. The reader learns the names in it, the writer takes care to use none of them. */
function draftFlat(writing: Writing, node: JsonNode): Draft {
  if (writing.names !== undefined) forgetNames(writing.names, node)
  const flat = writeJson(node)
  return { text: flat, cost: writing.count(flat), flat, nests: 0 }
}

function forgetNames(names: NameValues, node: JsonNode): void {
  const waiting = [node]
  while (waiting.length > 0) {
    const next = waiting.pop()!
    if (next.kind === 'object') for (const key of next.keys) names.bind(key.raw, '', false)
    for (const child of childrenOf(next)) if (!isScalar(child)) waiting.push(child)
  }
}

function deepest(drafts: readonly Draft[]): number {
  return drafts.reduce((most, { nests }) => Math.max(most, nests), 0)
}

function draftArray(writing: Writing, node: JsonArray, depth: number): Draft {
  const items = node.items.map((item) => draftValue(writing, item, depth + 1))
  const texts = joinRuns(items.map((item) => item.text))
  const text = `[${joinValues(texts)}]`
  const isList = items.length >= MIN_LIST && node.items.every(isScalar)
  const isCounted = isList || texts.length < items.length
  return {
    text,
    cost: isCounted ? writing.count(text) : items.reduce((sum, { cost }) => sum + cost + 1, 1),
    flat: `[${items.map(({ flat }) => flat).join(',')}]`,
    nests: deepest(items),
  }
}

function draftObject(writing: Writing, node: JsonObject, depth: number): Draft {
  const members = node.values.map((value, at) => draftMember(writing, node.keys[at]!, value, depth))
  return {
    text: `{${joinValues(members.map(({ text }) => text))}}`,
    ...(members.length === 1 ? { member: members[0]!.text } : {}),
    cost: members.reduce((sum, { cost }) => sum + cost, 1),
    flat: `{${members.map(({ flat }) => flat).join(',')}}`,
    nests: deepest(members),
  }
}

function draftMember(writing: Writing, key: JsonScalar, value: JsonNode, depth: number): Draft {
  const { names } = writing
  const name = innerOf(key)
  const mark = names?.mark() ?? 0
  const draft = draftValue(writing, value, depth + 1)
  const flat = `${key.raw}:${draft.flat}`
  const short = writing.keyCost(name)
  const { member } = draft
  const cost = short + draft.cost + (member === undefined ? 1 : -1)
  const isKnown = isName(name) && names?.has(name, draft.flat)
  if (isKnown && short + MIN_SAVING <= cost) {
    names?.rollback(mark)
    return { text: name, cost: short, flat, nests: 0 }
  }
  // What goes on after a name (`url+"/forks"`) seldom begins longer strings, and would crowd out those that do.
  names?.bind(key.raw, draft.flat, value.kind === 'string' && !draft.text.includes('+"'))
  const text =
    member === undefined ? writeMember(key.raw, draft.text) : writeDotted(key.raw, member)
  return { text, cost, flat, nests: draft.nests }
}

/** A text in a text is not told so. */
const NO_TRAITS = { isText: false, keyOrder: { isSorted: false, isNeeded: false } }

type Offer = (text: string, cost: number) => void

/** Every other way to write a container; only some apply. */
function alternatives(
  writing: Writing,
  node: JsonArray | JsonObject,
  plain: Draft,
  depth: number,
): Draft[] {
  const { meter, references, names } = writing
  const { flat } = plain
  const offers: Draft[] = []
  let nests = 0
  const offer: Offer = (text, cost) => offers.push({ text, cost, flat, nests })
  const name = names?.nameOf(flat)
  if (name !== undefined) offer(`=${name}`, meter(name) + MIN_SAVING)
  const nested = (cell: JsonNode) => {
    const draft = draftValue({ ...writing, names: undefined }, cell, depth + 1)
    if (draft.nests >= MAX_NESTS) return draft.flat
    nests = Math.max(nests, draft.nests + 1)
    return draft.text
  }
  if (references !== undefined && flat.length >= MIN_REFERRED) {
    const path = references.find(node)
    if (path !== undefined) offer(`=${path}`, meter(`=${path}`))
    else if (node.kind === 'object') offerChanged(writing, node, nested, offer)
  }
  const rows = tableRowsOf(node)
  const reference = (row: JsonNode) => references?.find(row)
  const isWhole = (cell: JsonNode) => writing.schemas !== undefined && hasProperties(cell)
  const table = rows && writeTable(rows, { ...writing, reference, nested, isWhole })
  if (table !== undefined) offer(table.text, table.cost + MIN_TABLE_SAVING)
  const schema = draftSchema(writing, node, depth)
  return schema === undefined ? offers : [...offers, { ...schema, flat }]
}

/** A JSON Schema in type form. */
function draftSchema(
  writing: Writing,
  node: JsonNode,
  depth: number,
): Omit<Draft, 'flat'> | undefined {
  const { schemas } = writing
  if (schemas === undefined || !isSchemaRoot(node)) return undefined
  const within = { ...writing, names: undefined }
  const written = writeSchema(node, depth, schemas, {
    meter: writing.meter,
    keyCost: writing.keyCost,
    isTooDeep: (at) => at > MAX_DEPTH || writing.isSpent(),
    ordinary(value, at) {
      const { text, cost, nests, flat } = draftValue(within, value, at)
      return nests < MAX_NESTS
        ? { text, cost, nests: nests + 1 }
        : { text: flat, cost: writing.count(flat), nests: 0 }
    },
  })
  return written && { ...written, cost: written.cost + MIN_TABLE_SAVING }
}

/** The forms that lean on an earlier object with some of the same keys. */
function offerChanged(
  writing: Writing,
  node: JsonObject,
  nested: (value: JsonNode) => string,
  offer: Offer,
): void {
  for (const seen of writing.references?.similar(node).slice(0, MAX_BASES) ?? []) {
    const changed = writeSpread(node, seen, nested, writing.keyOrder)
    if (changed !== undefined) offer(changed, writing.count(changed))
    const filled = writing.isDense ? writeShape(node, seen, nested) : undefined
    if (filled !== undefined) offer(filled, writing.count(filled))
  }
}
