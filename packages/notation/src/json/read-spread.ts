import { NotationError } from '../errors.ts'
import type { JsonNode, JsonObject, JsonScalar } from './json-node.ts'
import { compareKeys } from './key-order.ts'
import { type ReadHooks, readNodes } from './read-json.ts'
import type { Scanner } from './scan-json.ts'

const MAX_NODES = 1_000_000

/** A member that gets a value, or is taken away where it has none. */
interface Change {
  readonly key: JsonScalar
  readonly value: JsonNode | undefined
}

/**
 * Reads what follows the base in `{...path key=value -key}`: a key of the base gets another value where it stands, a new
 * key goes to the end, a `-key` is taken away. The scanner stands after the path. Several bases are changed alike.
 * @param isSorted whether all keys of the result stand in alphabetical order
 */
export function readSpreads(
  scanner: Scanner,
  bases: readonly JsonNode[],
  hooks: ReadHooks,
  isSorted: boolean,
): JsonObject[] {
  const start = scanner.at()
  const changes = readChanges(scanner, hooks)
  return bases.map((base) => {
    if (base.kind !== 'object') throw new NotationError('only an object can be spread', start)
    const changed = applyChanges(base, changes)
    return { ...(isSorted ? sorted(changed) : changed), start, end: scanner.at() }
  })
}

function readChanges(scanner: Scanner, hooks: ReadHooks): Change[] {
  const changes: Change[] = []
  for (;;) {
    scanner.skipSpace()
    if (scanner.take('}')) return changes
    const isRemoved = scanner.take('-')
    const key = keyOf(scanner, hooks)
    changes.push({ key, value: isRemoved ? undefined : readMemberValue(scanner, hooks) })
  }
}

type Members = Omit<JsonObject, 'start' | 'end'>

function sorted({ kind, keys, values }: Members): Members {
  const order = keys.map((key, at) => ({ key, value: values[at]! }))
  order.sort((a, b) => compareKeys(a.key.raw, b.key.raw))
  return { kind, keys: order.map(({ key }) => key), values: order.map(({ value }) => value) }
}

function applyChanges(base: JsonObject, changes: readonly Change[]): Members {
  const keys = [...base.keys]
  const values: (JsonNode | undefined)[] = [...base.values]
  const places = new Map(keys.map(({ raw }, at) => [raw, at]))
  for (const { key, value } of changes) {
    const at = places.get(key.raw) ?? keys.length
    if (at === keys.length) keys.push(key)
    places.set(key.raw, at)
    values[at] = value
  }
  return {
    kind: 'object',
    keys: keys.filter((_, at) => values[at] !== undefined),
    values: values.filter((value) => value !== undefined),
  }
}

function keyOf(scanner: Scanner, hooks: ReadHooks): JsonScalar {
  const key = scanner.peek() === '"' ? scanner.scalar() : hooks.key(scanner)
  if (key?.kind !== 'string') throw new NotationError('a member without a key', scanner.at())
  return key
}

function readMemberValue(scanner: Scanner, hooks: ReadHooks): JsonNode {
  const offset = scanner.at()
  const next = scanner.peek()
  const begins = scanner.take('=') || next === '{' || next === '['
  const value = begins ? readNodes(scanner, MAX_NODES, hooks) : undefined
  if (value === undefined) throw new NotationError('a member without a value', offset)
  return value
}
