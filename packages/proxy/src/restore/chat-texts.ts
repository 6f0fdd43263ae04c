import { asRecord, type JsonRecord } from '../stream/event-json.ts'
import type { LaneKind } from './lanes.ts'

/** One text of a chat message or of its delta. */
export interface PlacedText {
  /** The lane it belongs to within its choice. */
  readonly lane: string
  readonly kind: LaneKind
  readonly path: readonly (string | number)[]
  readonly text: string
}

const PLAIN_FIELDS = ['refusal', 'reasoning_content', 'reasoning']

/**
 * The texts that a model wrote into a chat message (`message`, or `delta` of a stream). Ids, names and log probabilities
 * are no texts.
 */
export function chatTexts(message: JsonRecord, contentKind: LaneKind): PlacedText[] {
  const texts: PlacedText[] = []
  const add = (lane: string, kind: LaneKind, path: (string | number)[], text: unknown): void => {
    if (typeof text === 'string') texts.push({ lane, kind, path, text })
  }
  add('content', contentKind, ['content'], message.content)
  for (const field of PLAIN_FIELDS) add(field, 'text', [field], message[field])
  add('audio', 'text', ['audio', 'transcript'], asRecord(message.audio)?.transcript)
  const call = asRecord(message.function_call)
  add('function_call', 'json', ['function_call', 'arguments'], call?.arguments)
  const calls: unknown[] = Array.isArray(message.tool_calls) ? message.tool_calls : []
  calls.forEach((value, at) => {
    const tool = asRecord(value)
    const path = ['tool_calls', at]
    const index = typeof tool?.index === 'number' ? tool.index : at
    const args = asRecord(tool?.function)?.arguments
    add(`tool/${index}`, 'json', [...path, 'function', 'arguments'], args)
    add(`custom/${index}`, 'text', [...path, 'custom', 'input'], asRecord(tool?.custom)?.input)
  })
  return texts
}

/** A delta that carries the given text in the given lane: the inverse of `chatTexts`. */
export function chatDelta(lane: string, text: string): JsonRecord {
  const [field, index] = lane.split('/')
  if (field === 'tool') {
    return { tool_calls: [{ index: Number(index), function: { arguments: text } }] }
  }
  if (field === 'custom') return { tool_calls: [{ index: Number(index), custom: { input: text } }] }
  if (field === 'audio') return { audio: { transcript: text } }
  if (field === 'function_call') return { function_call: { arguments: text } }
  return { [lane]: text }
}
