import { NotationError } from '../errors.ts'
import type { JsonNode, JsonScalar } from './json-node.ts'
import { innerOf, scalarOf } from './lexeme.ts'
import { REQUIRED } from './schema-words.ts'

/** What has been read of a schema. */
export interface Members {
  readonly keys: JsonScalar[]
  readonly values: JsonNode[]
  /** The member that is written as lines in braces. */
  block: Block | undefined
  /** Where the word `required` stands, in members before it. */
  requiredAt: number | undefined
  /** What stands for the whole schema: `true`, or a schema in brackets. */
  whole: JsonNode | undefined
}

interface Block {
  readonly at: number
  /** Whether the braces tell the type where nothing else does. */
  readonly isPlain: boolean
  /** The keys without `?`. */
  readonly required: readonly JsonScalar[]
}

/** Nothing yet. */
export function createMembers(): Members {
  return { keys: [], values: [], block: undefined, requiredAt: undefined, whole: undefined }
}

/** Takes over what an item tells. */
export function appendMembers(members: Members, item: Members): void {
  const before = members.keys.length
  if (item.block !== undefined) members.block = { ...item.block, at: item.block.at + before }
  if (item.requiredAt !== undefined) members.requiredAt = item.requiredAt + before
  if (item.whole !== undefined) members.whole = item.whole
  members.keys.push(...item.keys)
  members.values.push(...item.values)
}

/**
 * The schema with the members that its properties tell: `"type":"object"` right before them, and behind them (or where
 * the word `required` stands) the list of the names without `?`.
 */
export function finishMembers(members: Members, offset: number): JsonNode {
  const { keys, values, block, requiredAt, whole } = members
  if (whole !== undefined) {
    if (keys.length > 0) throw new NotationError('a schema with more than its word', offset)
    return whole
  }
  const names = new Set(keys.map(innerOf))
  const required = block === undefined || names.has(REQUIRED) ? [] : block.required
  if (requiredAt !== undefined && required.length === 0) {
    throw new NotationError('nothing is required', offset)
  }
  const told: Told[] = []
  if (block?.isPlain && !names.has('type')) {
    told.push({ at: block.at, key: scalarOf('"type"'), value: scalarOf('"object"') })
  }
  if (block !== undefined && required.length > 0) {
    const value: JsonNode = { kind: 'array', items: required, start: 0, end: 0 }
    told.push({ at: requiredAt ?? block.at + 1, key: scalarOf(`"${REQUIRED}"`), value })
  }
  const all = keys.map((key, at): Told => ({ at, key, value: values[at]! }))
  // Of the same place, what is told comes before the member that stands there.
  const ordered = [...told, ...all].sort((a, b) => a.at - b.at)
  return {
    kind: 'object',
    keys: ordered.map(({ key }) => key),
    values: ordered.map(({ value }) => value),
    start: offset,
    end: offset,
  }
}

/** A member, and the place before which it stands. */
interface Told {
  readonly at: number
  readonly key: JsonScalar
  readonly value: JsonNode
}
