import { asRecord, type JsonRecord } from '../stream/event-json.ts'
import type { LaneKind } from './lanes.ts'

type Path = readonly (string | number)[]

/** One text of a snapshot. */
export interface SnapshotText {
  readonly kind: LaneKind
  readonly path: Path
  readonly text: string
  /** Citations that point into it, beside it under `annotations`. */
  readonly annotations?: unknown
}

/** Events that carry a piece of text in `delta`, with the kind of that text. */
export const DELTA_EVENTS: Readonly<Record<string, 'content' | LaneKind>> = {
  'response.output_text.delta': 'content',
  'response.refusal.delta': 'text',
  'response.function_call_arguments.delta': 'json',
  'response.custom_tool_call_input.delta': 'text',
}

/** Events that close such a run of deltas: the delta's name, and the field that repeats the whole text. */
export const DONE_EVENTS: Readonly<Record<string, readonly [delta: string, field: string]>> = {
  'response.output_text.done': ['response.output_text.delta', 'text'],
  'response.refusal.done': ['response.refusal.delta', 'refusal'],
  'response.function_call_arguments.done': ['response.function_call_arguments.delta', 'arguments'],
  'response.custom_tool_call_input.done': ['response.custom_tool_call_input.delta', 'input'],
}

/** The texts that an event repeats whole, with where they stand in it. */
export function snapshotTexts(
  type: string,
  body: JsonRecord,
  contentKind: LaneKind,
): SnapshotText[] {
  if (type.startsWith('response.content_part.')) return partTexts(body.part, contentKind, ['part'])
  if (type.startsWith('response.output_item.')) return itemTexts(body.item, contentKind, ['item'])
  const [delta, field] = DONE_EVENTS[type] ?? []
  if (field === undefined) return responseTexts(asRecord(body.response), contentKind, ['response'])
  const kind = DELTA_EVENTS[delta ?? ''] ?? 'text'
  return textAt(body[field], kind === 'content' ? contentKind : kind, [field])
}

/** The texts that a model wrote into an output item. Reasoning, ids, names and encrypted fields are left alone. */
function itemTexts(item: unknown, contentKind: LaneKind, path: Path): SnapshotText[] {
  const record = asRecord(item)
  if (record?.type === 'function_call') {
    return textAt(record.arguments, 'json', [...path, 'arguments'])
  }
  if (record?.type === 'custom_tool_call') return textAt(record.input, 'text', [...path, 'input'])
  if (record?.type !== 'message' || !Array.isArray(record.content)) return []
  return record.content.flatMap((part, at) =>
    partTexts(part, contentKind, [...path, 'content', at]),
  )
}

/** The texts of one content part of a message. */
function partTexts(part: unknown, contentKind: LaneKind, path: Path): SnapshotText[] {
  const record = asRecord(part)
  if (record?.type === 'output_text') {
    const { annotations } = record
    return textAt(record.text, contentKind, [...path, 'text']).map((text) => ({
      ...text,
      annotations,
    }))
  }
  if (record?.type === 'refusal') return textAt(record.refusal, 'text', [...path, 'refusal'])
  return []
}

/** The texts of a whole response. */
export function responseTexts(
  response: JsonRecord | undefined,
  contentKind: LaneKind,
  path: Path,
): SnapshotText[] {
  const output: unknown[] = Array.isArray(response?.output) ? response.output : []
  const items = output.flatMap((item, at) => itemTexts(item, contentKind, [...path, 'output', at]))
  return [...items, ...textAt(response?.output_text, contentKind, [...path, 'output_text'])]
}

function textAt(text: unknown, kind: LaneKind, path: Path): SnapshotText[] {
  return typeof text === 'string' ? [{ kind, path, text }] : []
}
