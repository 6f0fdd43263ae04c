import { NotationError } from '../errors.ts'
import type { SeenValue } from '../references.ts'
import type { JsonNode, JsonObject } from './json-node.ts'
import { innerOf, isBareCell, isLiteralWord, isScalar, scalarOf } from './lexeme.ts'
import { isValueNext } from './read-header.ts'
import type { Scanner } from './scan-json.ts'
import { writeJson } from './white-space.ts'

const MAX_LEAVES = 200
const STOPS = /[|}\n]/

/**
 * Dense form: the keys of an earlier object with other values, `{=path|v||v}`; nothing between bars means the value that
 * the earlier object has there. Nested objects are walked in order; anything else is one value.
 */
export function writeShape(
  node: JsonObject,
  { path, node: base }: SeenValue,
  nested: (value: JsonNode) => string,
): string | undefined {
  if (base.kind !== 'object') return undefined
  const mine = leavesOf(node)
  const theirs = leavesOf(base)
  if (mine.length > MAX_LEAVES || mine.length !== theirs.length) return undefined
  if (mine.some(({ place }, at) => place !== theirs[at]!.place)) return undefined
  const cells = mine.map(({ value }, at) =>
    isSame(value, theirs[at]!.value) ? '' : writeCell(value, nested),
  )
  return `{=${path}|${cells.join('|')}}`
}

interface Leaf {
  readonly place: string
  readonly value: JsonNode
}

function leavesOf(node: JsonObject, parent = ''): Leaf[] {
  return node.values.flatMap((value, at) => {
    const place = `${parent}.${node.keys[at]!.raw}`
    return isWalked(value) ? leavesOf(value, place) : [{ place, value }]
  })
}

function isWalked(value: JsonNode): value is JsonObject {
  return value.kind === 'object' && value.keys.length > 0
}

function isSame(a: JsonNode, b: JsonNode): boolean {
  return a.kind === b.kind && writeJson(a) === writeJson(b)
}

function writeCell(value: JsonNode, nested: (value: JsonNode) => string): string {
  if (!isScalar(value)) return nested(value)
  if (value.kind !== 'string') return value.raw
  const inner = innerOf(value)
  const isBare = isBareCell(inner, '|') && !STOPS.test(inner) && !isLiteralWord(inner)
  return isBare ? inner : value.raw
}

/** Reads the values after the path; the scanner stands before the first bar. */
export function readShape(
  scanner: Scanner,
  base: JsonNode,
  readValue: (scanner: Scanner) => JsonNode,
): JsonObject {
  if (base.kind !== 'object') throw new NotationError('only an object has keys', scanner.at())
  const node = fill(scanner, base, readValue)
  if (!scanner.take('}')) throw new NotationError('more values than keys', scanner.at())
  return node
}

function fill(
  scanner: Scanner,
  base: JsonObject,
  readValue: (scanner: Scanner) => JsonNode,
): JsonObject {
  const values = base.values.map((value) => {
    if (isWalked(value)) return fill(scanner, value, readValue)
    if (!scanner.take('|')) throw new NotationError('fewer values than keys', scanner.at())
    return readCell(scanner, readValue) ?? value
  })
  return { ...base, values }
}

function readCell(
  scanner: Scanner,
  readValue: (scanner: Scanner) => JsonNode,
): JsonNode | undefined {
  const first = scanner.peek() ?? ''
  if (first === '|' || first === '}') return undefined
  if ('"[{='.includes(first) || isValueNext(scanner)) return readValue(scanner)
  const { text } = scanner
  const start = scanner.at()
  while (scanner.at() < text.length && !STOPS.test(text[scanner.at()]!))
    scanner.moveTo(scanner.at() + 1)
  const word = text.slice(start, scanner.at())
  return scalarOf(isLiteralWord(word) ? word : `"${word}"`)
}
