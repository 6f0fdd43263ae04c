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
interface OpenContainer {
  readonly start: number
  readonly items: JsonNode[]
  readonly keys: JsonScalar[] | undefined
  /** It has no braces and ends with its first member: `owner.id=7`. */
  readonly isDotted: boolean
  /** What parts its values: known from the second one on. */
  separator: 'comma' | 'blank' | undefined
}

/**
 * What a superset of JSON adds: values may stand between blanks, `key=value` in the place of `"key":value`, and
 * `owner.id=7` in the place of `owner{id=7}`.
 */
export interface ReadHooks {
  /** Asked before every value: the value that begins here in a form of its own; leaves the scanner after it. */
  value(scanner: Scanner): JsonNode | undefined
  /** Asked before every item of a list: the items that one form stands for. */
  items(scanner: Scanner): readonly JsonNode[] | undefined
  /** A key without quotes; leaves the scanner after it. */
  key(scanner: Scanner): JsonScalar | undefined
  /** The value of a member that is a key alone; throws where it has none. */
  named(key: JsonScalar, offset: number): JsonNode
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
    const top = open.at(-1)
    const several = top !== undefined && top.keys === undefined ? hooks?.items(scanner) : undefined
    if (several !== undefined) {
      for (const item of several) top?.items.push(item)
      return 'after'
    }
    const special = hooks?.value(scanner)
    if (special !== undefined) return add(reading, special)
    const start = scanner.at()
    const first = scanner.peek()
    if (first === '{' || first === '[') {
      scanner.take(first)
      const keys = first === '{' ? [] : undefined
      open.push({ start, items: [], keys, isDotted: false, separator: undefined })
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
    const offset = scanner.at()
    const key = scanner.peek() === '"' ? scanner.scalar() : hooks?.key(scanner)
    if (key === undefined) return undefined
    open.at(-1)!.keys?.push(key)
    if (hooks === undefined) scanner.skipSpace()
    if (scanner.take(':')) return 'value'
    if (hooks === undefined) return undefined
    if (scanner.take('.')) {
      open.push({ start: offset, items: [], keys: [], isDotted: true, separator: undefined })
      return 'member'
    }
    const next = scanner.peek()
    if (scanner.take('=') || next === '{' || next === '[') return 'value'
    return add(reading, hooks.named(key, offset))
  },
  after(reading) {
    const { scanner, open, hooks } = reading
    const top = open.at(-1)!
    if (scanner.take(closerOf(top))) return close(reading)
    const separator = scanner.take(',') ? 'comma' : 'blank'
    if (hooks === undefined && separator === 'blank') return undefined
    top.separator ??= separator
    if (top.separator !== separator) return undefined
    return top.keys === undefined ? 'value' : 'member'
  },
}

function closerOf(open: OpenContainer): string {
  return open.keys === undefined ? ']' : '}'
}

function close(reading: Reading): Step {
  return add(reading, popNode(reading))
}

function popNode({ open, scanner }: Reading): JsonNode {
  const { start, items, keys } = open.pop()!
  const end = scanner.at()
  if (keys === undefined) return { kind: 'array', items, start, end }
  return { kind: 'object', keys, values: items, start, end }
}

function add(reading: Reading, value: JsonNode): Step {
  let next = value
  for (;;) {
    const parent = reading.open.at(-1)
    if (parent === undefined) {
      reading.done = next
      return 'after'
    }
    parent.items.push(next)
    if (parent.keys !== undefined) reading.hooks?.bind(parent.keys.at(-1)!, next)
    if (!parent.isDotted) return 'after'
    next = popNode(reading)
  }
}
