import { type JsonNode, type JsonObject, type JsonScalar, stringValue } from '@x/notation/json'
import type { Part, Restrictions, Role, ToolCall } from '../transcript.ts'

/** A part and the string token in the body that holds its text; absent where the part may not be replaced. */
export interface PlacedPart {
  readonly part: Part
  readonly token?: JsonScalar
}

/**
 * What the messages of a request came to. A request that begins with the same bytes goes on from here, and pays for its new
 * messages only.
 */
export interface ReadSoFar {
  readonly messages: number
  /** Parts that stand before the messages: tools, a system text. */
  readonly leading: number
  readonly parts: readonly PlacedPart[]
  readonly ordinals: ReadonlyMap<string, number>
  readonly calls: ReadonlyMap<string, NamedCall>
}

/** A call and the label that it shares with its result. */
export interface NamedCall {
  readonly label: string
  readonly call: ToolCall
}

/** What a dialect finds in a request body. */
export interface RequestReading {
  readonly model: string | undefined
  readonly parts: readonly PlacedPart[]
  readonly restrictions: Restrictions
  /** The list of messages, the last thing that is read. */
  readonly list: JsonNode | undefined
  readonly soFar: ReadSoFar
}

/** The shape of one vendor's requests. Default deny: what it does not name is not a part and is never touched. */
export interface Dialect {
  readonly name: string
  /** Whether the body can be read as this dialect at all. */
  fits(root: JsonObject): boolean
  /** Whether a body of unknown origin is of this dialect rather than of one that comes after it in the table. */
  isLikely(root: JsonObject): boolean
  /**
   * @param before what the messages before those in `root` came to
   * @throws {StaleReadingError} where what stands before the messages is not what it was then
   */
  read(root: JsonObject, source: string, before?: ReadSoFar): RequestReading
}

/** A body that is valid JSON, yet not one that may be rewritten safely (a key stands twice). */
export class AmbiguousBodyError extends Error {
  override readonly name = 'AmbiguousBodyError'
}

/** An earlier reading does not go before this one: the whole body must be read. */
export class StaleReadingError extends Error {
  override readonly name = 'StaleReadingError'
}

/** The value of a key, `undefined` without it. Throws where the key stands twice: readers differ on which one counts. */
export function member(node: JsonNode | undefined, key: string): JsonNode | undefined {
  if (node?.kind !== 'object') return undefined
  let found: JsonNode | undefined
  for (let at = 0; at < node.keys.length; at += 1) {
    if (stringValue(node.keys[at]!) !== key) continue
    if (found !== undefined) throw new AmbiguousBodyError(`the key "${key}" stands twice`)
    found = node.values[at]
  }
  return found
}

/** The decoded text of a string node, `undefined` for everything else. */
export function textOf(node: JsonNode | undefined): string | undefined {
  return node?.kind === 'string' ? stringValue(node) : undefined
}

/** Whether the key is there with another value than `null`, `false` or an empty list. */
export function isSet(node: JsonNode | undefined, key: string): boolean {
  const value = member(node, key)
  if (value === undefined) return false
  if (value.kind === 'literal') return value.raw === 'true'
  return value.kind !== 'array' || value.items.length > 0
}

/** Whether a block is tied to its exact text: a mark of the cache stands on it, or positions in it are cited. */
export function isTied(block: JsonNode): boolean {
  return ['prompt_cache_breakpoint', 'annotations', 'citations'].some((key) => {
    const value = member(block, key)
    const isEmpty = value?.kind === 'array' ? value.items.length === 0 : value?.kind === 'literal'
    return value !== undefined && !isEmpty
  })
}

/** Gathers parts in cache order and names them by tool or role and ordinal. */
export interface Collector {
  readonly parts: PlacedPart[]
  /** A fresh label: `name#1`, `name#2`; characters that cannot stand in a path become `_`. */
  label(name: string): string
  /** A text that may be replaced. */
  text(part: Omit<Part, 'kind' | 'text'>, token: JsonScalar): void
  /** A value that is counted and never changed: a decoded string, or the source of anything else. */
  opaque(part: Omit<Part, 'kind' | 'text'>, node: JsonNode): void
  /** A value that the model reads and we cannot (encrypted, signed by the provider): nothing is known of its text. */
  sealed(part: Omit<Part, 'kind' | 'text'>): void
  /** The `text` of each block of one of the given types; others are no texts. */
  blocks(
    items: readonly JsonNode[],
    part: Omit<Part, 'kind' | 'text'>,
    types: readonly string[],
    isFixed?: boolean,
  ): void
  /** The source text of a value. */
  sourceOf(node: JsonNode): string
  /** Names a call, so that its result and its arguments can be found: answers the label of both. */
  call(id: string | undefined, call: ToolCall): string
  /** The call with this id. */
  calledBy(id: string | undefined): NamedCall | undefined
  /** Reads the items of a list one by one, after those of an earlier reading; `path` is the place of each. */
  messages(
    list: JsonNode | undefined,
    name: string,
    read: (message: JsonNode, path: string) => void,
  ): ReadSoFar
}

/**
 * @param source the request body, for the text of values that are no strings
 * @param before what the messages before those in `source` came to
 */
export function createCollector(source: string, before?: ReadSoFar): Collector {
  const parts: PlacedPart[] = []
  let ordinals = new Map<string, number>()
  let calls = new Map<string, NamedCall>()
  const label = (name: string): string => {
    const word = name.replace(/[^\w.-]/g, '_') || '_'
    const ordinal = (ordinals.get(word) ?? 0) + 1
    ordinals.set(word, ordinal)
    return `${word}#${ordinal}`
  }
  const sourceOf = (node: JsonNode): string => source.slice(node.start, node.end)
  const opaque: Collector['opaque'] = (part, node) => {
    parts.push({ part: { ...part, kind: 'opaque', text: textOf(node) ?? sourceOf(node) } })
  }
  const text: Collector['text'] = (part, token) => {
    parts.push({ part: { ...part, kind: 'text', text: stringValue(token) }, token })
  }
  return {
    parts,
    label,
    text,
    opaque,
    sourceOf,
    sealed(part) {
      parts.push({ part: { ...part, kind: 'opaque', text: '', isSealed: true } })
    },
    blocks(items, part, types, isFixed = false) {
      items.forEach((block, at) => {
        const token = member(block, 'text')
        const type = textOf(member(block, 'type'))
        if (token?.kind !== 'string' || type === undefined || !types.includes(type)) return
        const label = items.length === 1 ? part.label : `${part.label}.${at + 1}`
        const placed = { ...part, id: `${part.id}[${at}].text`, label }
        if (isFixed || isTied(block)) opaque(placed, token)
        else text(placed, token)
      })
    },
    call(id, call) {
      const named = { label: label(call.name), call }
      if (id !== undefined) calls.set(id, named)
      return named.label
    },
    calledBy: (id) => (id === undefined ? undefined : calls.get(id)),
    messages(list, name, read) {
      const first = before?.messages ?? 0
      const leading = parts.length
      if (before !== undefined) {
        const isSameHead = parts.every((placed, at) => isSame(placed, before.parts[at]))
        if (!isSameHead || leading !== before.leading) {
          throw new StaleReadingError('what stands before the messages has changed')
        }
        parts.push(...before.parts.slice(leading))
        ordinals = new Map(before.ordinals)
        calls = new Map(before.calls)
      }
      const items = list?.kind === 'array' ? list.items : []
      items.forEach((item, at) => void read(item, `${name}[${first + at}]`))
      return { messages: first + items.length, leading, parts, ordinals, calls }
    },
  }
}

function isSame({ part }: PlacedPart, other: PlacedPart | undefined): boolean {
  return (
    part.id === other?.part.id &&
    part.text === other.part.text &&
    part.kind === other.part.kind &&
    part.role === other.part.role &&
    part.label === other.part.label &&
    part.isSealed === other.part.isSealed
  )
}

/** The role of a message as the transcript names it; unknown roles count as `user` and are opaque. */
export function roleOf(node: JsonNode | undefined): Role | undefined {
  const role = textOf(node)
  if (role === 'function') return 'tool'
  return role === 'system' ||
    role === 'developer' ||
    role === 'user' ||
    role === 'assistant' ||
    role === 'tool'
    ? role
    : undefined
}
