import type { SeenValue } from '../references.ts'
import { writeKey } from './column-name.ts'
import type { JsonNode, JsonObject } from './json-node.ts'
import { isScalar } from './lexeme.ts'
import { writeJson } from './white-space.ts'
import { joinValues, writeMember } from './write-member.ts'

const MAX_MEMBERS = 200
/** More than this share of an object written anew is not "the same but for". */
const MAX_CHANGED = 0.7

/** Whether the keys of all objects of a text are sorted, and whether a form of it relies on that. */
export interface KeyOrder {
  readonly isSorted: boolean
  isNeeded: boolean
}

/**
 * Writes an object as an earlier one but for some members: `{...path key=value -key}`. Answers `undefined` where the
 * order of keys or doubled keys forbid it, or too much differs.
 */
export function writeSpread(
  node: JsonObject,
  { path, node: base }: SeenValue,
  nested: (value: JsonNode) => string,
  order: KeyOrder,
): string | undefined {
  if (base.kind !== 'object' || Math.max(base.keys.length, node.keys.length) > MAX_MEMBERS)
    return undefined
  const mine = membersOf(node)
  const theirs = membersOf(base)
  if (mine === undefined || theirs === undefined) return undefined
  const removed = [...theirs.keys()].filter((key) => !mine.has(key))
  const kept = [...theirs.keys()].filter((key) => mine.has(key))
  const isAppended = kept.every((key, at) => node.keys[at]!.raw === key)
  if (!isAppended && !order.isSorted) return undefined
  const changes = [...mine].filter(([key, value]) => !isSame(value, theirs.get(key)))
  if (changes.length + removed.length > MAX_CHANGED * node.keys.length) return undefined
  if (!isAppended) order.isNeeded = true
  const members = changes.map(([key, value]) => writeMember(key, nested(value)))
  return `{...${joinValues([path, ...members, ...removed.map((key) => `-${writeKey(key)}`)])}}`
}

/** Values by raw key; `undefined` where a key is doubled. */
function membersOf({ keys, values }: JsonObject): Map<string, JsonNode> | undefined {
  const members = new Map(keys.map(({ raw }, at) => [raw, values[at]!]))
  return members.size === keys.length ? members : undefined
}

function isSame(a: JsonNode, b: JsonNode | undefined): boolean {
  if (b === undefined || a.kind !== b.kind) return false
  if (isScalar(a) && isScalar(b)) return a.raw === b.raw
  return writeJson(a) === writeJson(b)
}
