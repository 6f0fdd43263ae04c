import { NotationError } from '../errors.ts'
import type { JsonNode, JsonObject, JsonScalar } from './json-node.ts'
import { type ReadHooks, readNodes } from './read-json.ts'
import type { Scanner } from './scan-json.ts'

const MAX_NODES = 1_000_000

/**
 * Reads what follows the base in `{...path,"key":value,-"key"}`: a key of the base gets another value where it stands,
 * a new key goes to the end, a `-"key"` is taken away. The scanner stands after the path.
 */
export function readSpread(scanner: Scanner, base: JsonNode, hooks: ReadHooks): JsonObject {
  const start = scanner.at()
  if (base.kind !== 'object') throw new NotationError('only an object can be spread', start)
  const keys = [...base.keys]
  const values: (JsonNode | undefined)[] = [...base.values]
  const places = new Map(keys.map(({ raw }, at) => [raw, at]))
  while (scanner.take(',')) {
    const isRemoved = scanner.take('-')
    const key = readKey(scanner)
    const at = places.get(key.raw) ?? keys.length
    const value = isRemoved ? undefined : readMemberValue(scanner, hooks)
    if (at === keys.length) keys.push(key)
    places.set(key.raw, at)
    values[at] = value
  }
  if (!scanner.take('}')) throw new NotationError('an unfinished object', scanner.at())
  return {
    kind: 'object',
    keys: keys.filter((_, at) => values[at] !== undefined),
    values: values.filter((value) => value !== undefined),
    start,
    end: scanner.at(),
  }
}

function readKey(scanner: Scanner): JsonScalar {
  const key = scanner.scalar()
  if (key?.kind !== 'string') throw new NotationError('a member without a key', scanner.at())
  return key
}

function readMemberValue(scanner: Scanner, hooks: ReadHooks): JsonNode {
  const offset = scanner.at()
  const value = scanner.take(':') ? readNodes(scanner, MAX_NODES, hooks) : undefined
  if (value === undefined) throw new NotationError('a member without a value', offset)
  return value
}
