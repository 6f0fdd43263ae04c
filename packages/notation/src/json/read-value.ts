import { NotationError } from '../errors.ts'
import type { ReferenceResolver } from '../references.ts'
import { EMBEDDED, readEmbedded } from './embedded.ts'
import type { JsonNode } from './json-node.ts'
import { innerOf, isScalar, scalarOf } from './lexeme.ts'
import { createNames, type Names } from './names.ts'
import { type OpenContainer, type ReadHooks, readNodes } from './read-json.ts'
import { readSpread } from './read-spread.ts'
import { type ReadContext, readTable } from './read-table.ts'
import { endOfString, type Scanner } from './scan-json.ts'
import { readShape } from './shape.ts'
import { createSizes, type Sizes } from './size-of.ts'

/** Objects that change objects that change objects. */
const MAX_DEPTH = 20
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
export function readValue(scanner: Scanner, references: ReferenceResolver | undefined): JsonNode {
  const offset = scanner.at()
  const node = readNodes(scanner, MAX_NODES, createHooks(references))
  if (node === undefined) throw new NotationError('no JSON value in this notation', offset)
  return node
}

function createHooks(references: ReferenceResolver | undefined): ReadHooks {
  const sizes = createSizes()
  let left = MAX_ADDED_UNITS
  let depth = 0
  const charge = (units: number, offset: number) => {
    left -= units
    if (left < 0) throw new NotationError('the text unfolds beyond all bounds', offset)
  }
  const context: ReadContext = {
    readValue: (scanner) => {
      depth += 1
      if (depth > MAX_DEPTH)
        throw new NotationError('tables stand too deeply in tables', scanner.at())
      const node = readNodes(
        scanner,
        MAX_NODES,
        hooksOf({ sizes, context, depth: 0, names: undefined }),
      )
      depth -= 1
      if (node === undefined) throw new NotationError('no value in this cell', scanner.at())
      return node
    },
    charge,
    resolve(path, offset) {
      const node = references?.resolve(path)
      if (node === undefined) throw new NotationError(`nothing is known as "${path}"`, offset)
      charge(sizes.sizeOf(node), offset)
      return node
    },
  }
  return hooksOf({ names: createNames<JsonNode>(), sizes, context, depth: 0 })
}

function hooksOf(reading: Reading): ReadHooks {
  return {
    value: (scanner) => readSpecial(reading, scanner),
    member: (scanner, open) => readMember(reading, scanner, open),
    bind: (key, value) => reading.names?.bind(key.raw, value),
  }
}

function readSpecial(reading: Reading, scanner: Scanner): JsonNode | undefined {
  const first = scanner.peek() ?? ''
  if (first === '"') return readText(reading, scanner)
  if (first === '=') {
    scanner.take('=')
    const offset = scanner.at()
    return reading.context.resolve(readPath(scanner), offset)
  }
  if (first === '{' && scanner.text.startsWith('{...', scanner.at()))
    return readChanged(reading, scanner)
  if (first === '{' && scanner.text.startsWith('{=', scanner.at()))
    return readFilled(reading, scanner)
  if (first >= '0' && first <= '9') return readTable(scanner, reading.context)
  if (scanner.text.startsWith(`${EMBEDDED}~`, scanner.at())) return readJsonString(reading, scanner)
  return readNamed(reading, scanner, '')
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

/** The value of a name, or the string that begins with it: `url+"/forks"`. */
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

/** A bare name stands for its key and the value that this key had last: `{"a":1,owner}`. */
function readMember(reading: Reading, scanner: Scanner, open: OpenContainer): boolean {
  const offset = scanner.at()
  const name = readName(scanner)
  if (name === undefined) return false
  open.keys?.push(scalarOf(`"${name}"`))
  open.items.push(namedValue(reading, name, offset))
  return true
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
  if (reading.depth > MAX_DEPTH) throw new NotationError('objects unfold too deeply', offset)
  scanner.moveTo(offset + '{...'.length)
  const base = reading.context.resolve(readPath(scanner), offset)
  return readSpread(
    scanner,
    base,
    hooksOf({ ...reading, depth: reading.depth + 1, names: undefined }),
  )
}
