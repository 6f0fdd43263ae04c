import { type JsonNode, type JsonObject, type JsonScalar, stringValue } from '@x/notation/json'
import type { Part, Restrictions, Role, ToolCall } from '../transcript.ts'

/** A part and the string token in the body that holds its text; absent where the part may not be replaced. */
export interface PlacedPart {
  readonly part: Part
  readonly token?: JsonScalar
}

/** What a dialect finds in a request body. */
export interface RequestReading {
  readonly model: string | undefined
  readonly parts: readonly PlacedPart[]
  readonly restrictions: Restrictions
}

/** The shape of one vendor's requests. Default deny: what it does not name is not a part and is never touched. */
export interface Dialect {
  readonly name: string
  /** Whether the body can be read as this dialect at all. */
  fits(root: JsonObject): boolean
  /** Whether a body of unknown origin is of this dialect rather than of one that comes after it in the table. */
  isLikely(root: JsonObject): boolean
  read(root: JsonObject, source: string): RequestReading
}

/** A body that is valid JSON, yet not one that may be rewritten safely (a key stands twice). */
export class AmbiguousBodyError extends Error {
  override readonly name = 'AmbiguousBodyError'
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
  calledBy(id: string | undefined): { readonly label: string; readonly call: ToolCall } | undefined
}

/** @param source the request body, for the text of values that are no strings */
export function createCollector(source: string): Collector {
  const parts: PlacedPart[] = []
  const ordinals = new Map<string, number>()
  const calls = new Map<string, { label: string; call: ToolCall }>()
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
  }
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
