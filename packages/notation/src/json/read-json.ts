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

interface Frame {
  readonly start: number
  readonly items: JsonNode[]
  readonly keys: JsonScalar[] | undefined
}

interface Reading {
  readonly scanner: Scanner
  readonly open: Frame[]
  readonly maxNodes: number
  count: number
  done: JsonNode | undefined
}

/**
 * Reads strict JSON (RFC 8259) into nodes that keep each lexeme and its offsets. Answers `undefined` for anything else
 * and above `maxNodes`. Linear in time, and nesting is limited by memory only: there is no recursion.
 */
export function readJson(text: string, options?: ReadJsonOptions): JsonNode | undefined {
  const reading: Reading = {
    scanner: createScanner(text, options?.start ?? 0),
    open: [],
    maxNodes: options?.maxNodes ?? 2_000_000,
    count: 0,
    done: undefined,
  }
  while (reading.done === undefined) {
    if (!readValue(reading)) return undefined
  }
  if (options?.prefix) return reading.done
  reading.scanner.skipSpace()
  return reading.scanner.at() === text.length ? reading.done : undefined
}

/** Reads up to the next complete scalar or empty container, or opens a container. */
function readValue(reading: Reading): boolean {
  const { scanner, open } = reading
  reading.count += 1
  if (reading.count > reading.maxNodes) return false
  scanner.skipSpace()
  const start = scanner.at()
  const first = scanner.peek()
  if (first === '{' || first === '[') {
    scanner.take(first)
    open.push({ start, items: [], keys: first === '{' ? [] : undefined })
    scanner.skipSpace()
    if (scanner.peek() === closerOf(open.at(-1)!)) return closeContainers(reading)
    return readKey(reading)
  }
  const scalar = scanner.scalar()
  return scalar !== undefined && addValue(reading, scalar)
}

function closerOf(frame: Frame): string {
  return frame.keys === undefined ? ']' : '}'
}

/** Inside an object: the key and its colon. Inside an array: nothing. */
function readKey(reading: Reading): boolean {
  const keys = reading.open.at(-1)!.keys
  if (keys === undefined) return true
  const { scanner } = reading
  scanner.skipSpace()
  if (scanner.peek() !== '"') return false
  const key = scanner.scalar()
  if (key === undefined) return false
  keys.push(key)
  scanner.skipSpace()
  return scanner.take(':')
}

function addValue(reading: Reading, value: JsonNode): boolean {
  const frame = reading.open.at(-1)
  if (frame === undefined) {
    reading.done = value
    return true
  }
  frame.items.push(value)
  reading.scanner.skipSpace()
  if (reading.scanner.take(',')) return readKey(reading)
  return closeContainers(reading)
}

/** Closes as many containers as end here, and goes on to the next comma. */
function closeContainers(reading: Reading): boolean {
  const { scanner, open } = reading
  for (;;) {
    const frame = open.pop()!
    if (!scanner.take(closerOf(frame))) return false
    const node = containerOf(frame, scanner.at())
    const parent = open.at(-1)
    if (parent === undefined) {
      reading.done = node
      return true
    }
    parent.items.push(node)
    scanner.skipSpace()
    if (scanner.take(',')) return readKey(reading)
  }
}

function containerOf(frame: Frame, end: number): JsonNode {
  const { start, items, keys } = frame
  if (keys === undefined) return { kind: 'array', items, start, end }
  return { kind: 'object', keys, values: items, start, end }
}
