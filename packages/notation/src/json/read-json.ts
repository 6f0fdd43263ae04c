import type { JsonNode, JsonScalar } from './json-node.ts'
import { createScanner, type Scanner } from './scan-json.ts'

/** Bounds of one reading. */
export interface ReadJsonOptions {
  /** Where to begin, in code units. @default 0 */
  readonly start?: number
  /** Read one value and ignore what follows it; without it the text must end there. @default false */
  readonly prefix?: boolean
  /** Values above this many are refused, so that memory stays bounded. @default 2_000_000 */
  readonly maxNodes?: number
}

/** The members of an object, or the items of an array (`keys` is `undefined`), that have been read so far. */
export interface OpenContainer {
  readonly start: number
  readonly items: JsonNode[]
  readonly keys: JsonScalar[] | undefined
}

/** What a superset of JSON adds. Each answers whether it read something, and leaves the scanner after it. */
export interface ReadHooks {
  /** Asked before every value: the value that begins here in a form of its own. */
  value(scanner: Scanner): JsonNode | undefined
  /** Asked where a member does not begin with a quote: adds members to the container. */
  member(scanner: Scanner, open: OpenContainer): boolean
  /** Told of each complete member. */
  bind(key: JsonScalar, value: JsonNode): void
}

type Step = 'value' | 'first' | 'member' | 'after'

interface Reading {
  readonly scanner: Scanner
  readonly open: OpenContainer[]
  readonly hooks: ReadHooks | undefined
  done: JsonNode | undefined
}

/**
 * Reads strict JSON (RFC 8259) into nodes that keep each lexeme and its offsets. Answers `undefined` for anything else
 * and above `maxNodes`. Linear in time, and nesting is limited by memory only: there is no recursion.
 */
export function readJson(text: string, options?: ReadJsonOptions): JsonNode | undefined {
  const scanner = createScanner(text, options?.start ?? 0)
  const node = readNodes(scanner, options?.maxNodes ?? 2_000_000)
  if (node === undefined || options?.prefix) return node
  scanner.skipSpace()
  return scanner.at() === text.length ? node : undefined
}

/** Reads one value at the scanner, with the forms that the hooks add; `undefined` where none stands. */
export function readNodes(
  scanner: Scanner,
  maxNodes: number,
  hooks?: ReadHooks,
): JsonNode | undefined {
  const reading: Reading = { scanner, open: [], hooks, done: undefined }
  let step: Step | undefined = 'value'
  let left = maxNodes
  while (step !== undefined && reading.done === undefined) {
    scanner.skipSpace()
    if (step === 'value') {
      left -= 1
      if (left < 0) return undefined
    }
    step = STEPS[step](reading)
  }
  return reading.done
}

const STEPS: Readonly<Record<Step, (reading: Reading) => Step | undefined>> = {
  value(reading) {
    const { scanner, open, hooks } = reading
    const special = hooks?.value(scanner)
    if (special !== undefined) return add(reading, special)
    const start = scanner.at()
    const first = scanner.peek()
    if (first === '{' || first === '[') {
      scanner.take(first)
      open.push({ start, items: [], keys: first === '{' ? [] : undefined })
      return 'first'
    }
    const scalar = scanner.scalar()
    return scalar === undefined ? undefined : add(reading, scalar)
  },
  first(reading) {
    const top = reading.open.at(-1)!
    if (reading.scanner.take(closerOf(top))) return close(reading)
    return top.keys === undefined ? 'value' : 'member'
  },
  member(reading) {
    const { scanner, open, hooks } = reading
    const top = open.at(-1)!
    if (scanner.peek() !== '"') return hooks?.member(scanner, top) ? 'after' : undefined
    const key = scanner.scalar()
    scanner.skipSpace()
    if (key === undefined || !scanner.take(':')) return undefined
    top.keys?.push(key)
    return 'value'
  },
  after(reading) {
    const { scanner, open } = reading
    const top = open.at(-1)!
    if (scanner.take(',')) return top.keys === undefined ? 'value' : 'member'
    return scanner.take(closerOf(top)) ? close(reading) : undefined
  },
}

function closerOf(open: OpenContainer): string {
  return open.keys === undefined ? ']' : '}'
}

function close(reading: Reading): Step {
  const { start, items, keys } = reading.open.pop()!
  const end = reading.scanner.at()
  if (keys === undefined) return add(reading, { kind: 'array', items, start, end })
  return add(reading, { kind: 'object', keys, values: items, start, end })
}

function add(reading: Reading, value: JsonNode): Step {
  const parent = reading.open.at(-1)
  if (parent === undefined) {
    reading.done = value
    return 'after'
  }
  parent.items.push(value)
  if (parent.keys !== undefined) reading.hooks?.bind(parent.keys.at(-1)!, value)
  return 'after'
}
