import { NotationError } from '../errors.ts'
import type { ReferenceResolver } from '../references.ts'
import { readBareKey } from './column-name.ts'
import { EMBEDDED, readEmbedded } from './embedded.ts'
import type { ValueTraits } from './json-mark.ts'
import type { JsonNode, JsonScalar } from './json-node.ts'
import { bareWordAt, innerOf, isLiteralWord, isScalar, scalarOf } from './lexeme.ts'
import { createNames, type Names } from './names.ts'
import { type ReadHooks, readNodes } from './read-json.ts'
import { readSchema } from './read-schema.ts'
import { readSpreads } from './read-spread.ts'
import { type ReadContext, readTable } from './read-table.ts'
import { runAt } from './row-runs.ts'
import { endOfString, type Scanner } from './scan-json.ts'
import { SCHEMA } from './schema-words.ts'
import { readShape } from './shape.ts'
import { createSizes, type Sizes } from './size-of.ts'

/** Objects that change objects that change objects. */
const MAX_DEPTH = 20
/** Schemas in schemas; the writer stops before. */
const MAX_LEVELS = 120
const MAX_NODES = 4_000_000
/** What names, templates and references may add to a text before it counts as a bomb. */
const MAX_ADDED_UNITS = 64_000_000

interface Reading {
  /** Where nothing is bound or named: `undefined`. */
  readonly names: Names<JsonNode> | undefined
  readonly sizes: Sizes
  readonly context: ReadContext
  readonly depth: number
}

/** Reads a value with tables, names and references; throws `NotationError` where none stands. */
export function readValue(
  scanner: Scanner,
  references: ReferenceResolver | undefined,
  traits: ValueTraits,
): JsonNode {
  const offset = scanner.at()
  const node = readNodes(scanner, MAX_NODES, createHooks(references, traits))
  if (node === undefined) throw new NotationError('no JSON value in this notation', offset)
  return node
}

function createHooks(references: ReferenceResolver | undefined, traits: ValueTraits): ReadHooks {
  const sizes = createSizes()
  let left = MAX_ADDED_UNITS
  let depth = 0
  const charge = (units: number, offset: number) => {
    left -= units
    if (left < 0) throw new NotationError('the text unfolds beyond all bounds', offset)
  }
  const readWithin = (scanner: Scanner, within: ValueTraits) => {
    depth += 1
    if (depth > MAX_DEPTH)
      throw new NotationError('tables stand too deeply in tables', scanner.at())
    const hooks = hooksOf({ sizes, context: contexts(within), depth: 0, names: undefined })
    const node = readNodes(scanner, MAX_NODES, hooks)
    depth -= 1
    if (node === undefined) throw new NotationError('no value in this cell', scanner.at())
    return node
  }
  const resolve = (path: string, offset: number) => {
    const node = references?.resolve(path)
    if (node === undefined) throw new NotationError(`nothing is known as "${path}"`, offset)
    charge(sizes.sizeOf(node), offset)
    return node
  }
  let levels = 0
  const within = <Value>(scanner: Scanner, read: () => Value) => {
    levels += 1
    if (levels > MAX_LEVELS)
      throw new NotationError('schemas stand too deeply in schemas', scanner.at())
    const value = read()
    levels -= 1
    return value
  }
  const contexts = (here: ValueTraits): ReadContext => ({
    traits: here,
    within,
    readValue: (scanner, within = here) => readWithin(scanner, within),
    charge,
    resolve,
  })
  return hooksOf({ names: createNames<JsonNode>(), sizes, context: contexts(traits), depth: 0 })
}

function hooksOf(reading: Reading): ReadHooks {
  return {
    value: (scanner) => readSpecial(reading, scanner),
    items: (scanner) => readRun(reading, scanner),
    key: readKey,
    named: (key, offset) => namedValue(reading, innerOf(key), offset),
    bind: (key, value) => reading.names?.bind(key.raw, value),
  }
}

function readSpecial(reading: Reading, scanner: Scanner): JsonNode | undefined {
  const first = scanner.peek() ?? ''
  if (first === '"') return readText(reading, scanner)
  if (first === '=') return readReferred(reading, scanner)
  if (first === '{' && scanner.text.startsWith(SPREAD, scanner.at()))
    return readChanged(reading, scanner)
  if (first === '{' && scanner.text.startsWith('{=', scanner.at()))
    return readFilled(reading, scanner)
  if (scanner.text.startsWith(`${EMBEDDED}~`, scanner.at())) return readJsonString(reading, scanner)
  if (scanner.text.startsWith(SCHEMA, scanner.at())) return readSchema(scanner, reading.context)
  const table = first >= '0' && first <= '9' ? readTable(scanner, reading.context) : undefined
  return table ?? readWord(scanner, reading.context.traits.isText)
}

/** `=get_order#2.items[0]` is a value of an earlier part, `=created_at` one of this text, `=url+"/forks"` goes on. */
function readReferred(reading: Reading, scanner: Scanner): JsonNode {
  scanner.take('=')
  const offset = scanner.at()
  const path = readPath(scanner)
  if (path !== '') return reading.context.resolve(path, offset)
  const value = readNamed(reading, scanner, '')
  if (value === undefined) throw new NotationError('nothing stands behind "="', offset)
  return value
}

/** Several items of an earlier list, as they are or changed alike: `=search#1[2-3,7]`, `{...search#1[0-1] state=open}`. */
function readRun(reading: Reading, scanner: Scanner): readonly JsonNode[] | undefined {
  const start = scanner.at()
  const isSpread = scanner.text.startsWith(SPREAD, start)
  if (!isSpread && scanner.peek() !== '=') return undefined
  const from = start + (isSpread ? SPREAD.length : 1)
  const run = runAt(scanner.text, from)
  if (run === undefined) return undefined
  scanner.moveTo(run.end)
  const nodes: JsonNode[] = []
  for (const path of run.paths()) nodes.push(reading.context.resolve(path, from))
  return isSpread ? changed(reading, scanner, nodes) : nodes
}

const SPREAD = '{...'

/** A word without quotes: a number or literal where it reads as one, else a string. */
function readWord(scanner: Scanner, isText: boolean): JsonNode | undefined {
  const word = bareWordAt(scanner.text, scanner.at())
  if (word === undefined) return undefined
  scanner.moveTo(scanner.at() + word.length)
  return scalarOf(isLiteralWord(word) && !isText ? word : `"${word}"`)
}

/** The key of a member that does not begin with a quote. */
function readKey(scanner: Scanner): JsonScalar | undefined {
  const key = readBareKey(scanner.text, scanner.at())
  if (key === undefined) return undefined
  scanner.moveTo(scanner.at() + key.length)
  return scalarOf(`"${key}"`)
}

function readJsonString({ context }: Reading, scanner: Scanner): JsonNode {
  const offset = scanner.at()
  const node = readEmbedded(scanner, context.readValue)
  context.charge(node.raw.length, offset)
  return node
}

const NAME = /(?!(?:true|false|null)\b)[A-Za-z_$][\w$]*/y
const PATH = /[\w.-]+#\d+(?:\.[\w$-]+|\[\d+\])*/y

function readName(scanner: Scanner): string | undefined {
  NAME.lastIndex = scanner.at()
  const name = NAME.exec(scanner.text)?.[0]
  if (name !== undefined) scanner.moveTo(scanner.at() + name.length)
  return name
}

function readPath(scanner: Scanner): string {
  PATH.lastIndex = scanner.at()
  const path = PATH.exec(scanner.text)?.[0] ?? ''
  scanner.moveTo(scanner.at() + path.length)
  return path
}

/** A string, or one that goes on with a name: `"https://"+host+"/a"`. */
function readText(reading: Reading, scanner: Scanner): JsonNode | undefined {
  const start = scanner.at()
  const end = endOfString(scanner.text, start)
  if (end === undefined || scanner.text[end] !== '+') return undefined
  scanner.moveTo(end + 1)
  return readNamed(reading, scanner, scanner.text.slice(start + 1, end - 1))
}

/** The value of a name, or the string that it is a part of: `url+"/forks"`. */
function readNamed(reading: Reading, scanner: Scanner, before: string): JsonNode | undefined {
  const offset = scanner.at()
  const name = readName(scanner)
  if (name === undefined) return undefined
  const value = namedValue(reading, name, offset)
  if (before === '' && !scanner.text.startsWith('+"', scanner.at())) return value
  if (!isScalar(value)) throw new NotationError(`"${name}" is not a text`, offset)
  return scalarOf(`"${before}${innerOf(value)}${readRest(scanner)}"`)
}

function readRest(scanner: Scanner): string {
  if (!scanner.text.startsWith('+"', scanner.at())) return ''
  scanner.take('+')
  const rest = scanner.scalar()
  if (rest === undefined) throw new NotationError('an unfinished text', scanner.at())
  return innerOf(rest)
}

function namedValue(reading: Reading, name: string, offset: number): JsonNode {
  const value = reading.names?.get(name)
  if (value === undefined) throw new NotationError(`no "${name}" above`, offset)
  reading.context.charge(reading.sizes.sizeOf(value), offset)
  return value
}

/** The keys of an earlier object with other values: a dense form. */
function readFilled({ context }: Reading, scanner: Scanner): JsonNode {
  const offset = scanner.at()
  scanner.moveTo(offset + '{='.length)
  return readShape(scanner, context.resolve(readPath(scanner), offset), context.readValue)
}

/** An object that is like an earlier one but for some members. In it nothing is bound to names. */
function readChanged(reading: Reading, scanner: Scanner): JsonNode {
  const offset = scanner.at()
  scanner.moveTo(offset + SPREAD.length)
  const base = reading.context.resolve(readPath(scanner), offset)
  return changed(reading, scanner, [base])[0]!
}

function changed(reading: Reading, scanner: Scanner, bases: readonly JsonNode[]): JsonNode[] {
  if (reading.depth > MAX_DEPTH) throw new NotationError('objects unfold too deeply', scanner.at())
  const hooks = hooksOf({ ...reading, depth: reading.depth + 1, names: undefined })
  return readSpreads(scanner, bases, hooks, reading.context.traits.isSorted)
}
