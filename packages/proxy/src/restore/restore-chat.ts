import { renderSseEvent, replaceSseData, type SseEvent } from '../sse/sse-event.ts'
import { asRecord, type JsonRecord, parseEventJson } from '../stream/event-json.ts'
import type { EventRewriter } from '../stream/relay-events.ts'
import { chatDelta, chatTexts } from './chat-texts.ts'
import { createLanes, type HeldTail, type LaneKind, type OpenLane } from './lanes.ts'
import { citationEdits } from './move-citations.ts'
import { type JsonEdit, spliceJson, stringEdit } from './splice-json.ts'

/**
 * Restores aliases in a streamed chat completion, one lane for each kind of text of each choice. What a lane still holds
 * is sent before that choice's `finish_reason`.
 */
export function restoreChatEvents(open: OpenLane, contentKind: LaneKind): EventRewriter {
  const lanes = createLanes(open)
  /** The content of each choice as the upstream wrote it: citations point into it. */
  const contents = new Map<string, string>()
  let envelope: JsonRecord = {}

  function tailEvent({ key, text }: HeldTail): Uint8Array {
    const [index, ...lane] = key.split(' ')
    const choice = {
      index: Number(index),
      delta: chatDelta(lane.join(' '), text),
      finish_reason: null,
    }
    return renderSseEvent('', JSON.stringify({ ...envelope, choices: [choice] }))
  }

  function restoreChoice(choice: JsonRecord, at: number): { edits: JsonEdit[]; tails: HeldTail[] } {
    const prefix = `${String(choice.index ?? 0)} `
    const delta = asRecord(choice.delta) ?? {}
    const isLast = typeof choice.finish_reason === 'string'
    const edits = chatTexts(delta, contentKind).flatMap(({ lane, kind, path, text }) => {
      const key = prefix + lane
      if (lane === 'content') contents.set(prefix, (contents.get(prefix) ?? '') + text)
      const restored = lanes.push(key, kind, text) + (isLast ? lanes.end(key) : '')
      return restored === text ? [] : [stringEdit(['choices', at, 'delta', ...path], restored)]
    })
    const cited = { kind: contentKind, text: contents.get(prefix) ?? '' }
    const place = ['choices', at, 'delta', 'annotations']
    const moved = citationEdits(delta.annotations, place, cited, open)
    return { edits: [...edits, ...moved], tails: isLast ? lanes.endAll(prefix) : [] }
  }

  function restoreChunk(event: SseEvent, data: string, chunk: JsonRecord): Uint8Array[] {
    const { choices: _choices, usage: _usage, ...rest } = chunk
    envelope = rest
    const choices: unknown[] = Array.isArray(chunk.choices) ? chunk.choices : []
    const restored = choices.map((choice, at) => restoreChoice(asRecord(choice) ?? {}, at))
    const tails = restored.flatMap((choice) => choice.tails).map(tailEvent)
    const edits = restored.flatMap((choice) => choice.edits)
    if (edits.length === 0) return [...tails, event.raw]
    return [...tails, replaceSseData(event, spliceJson(data, edits))]
  }

  const flush = (): Uint8Array[] => lanes.endAll('').map(tailEvent)
  return {
    rewrite(event) {
      if (event.data === undefined) return [event.raw]
      const chunk = parseEventJson(event.data)
      if (chunk !== undefined && chunk.error === undefined) {
        return restoreChunk(event, event.data, chunk)
      }
      return chunk !== undefined || event.data.trim() === '[DONE]'
        ? [...flush(), event.raw]
        : [event.raw]
    },
    flush,
    insertedEvents: () => 0,
  }
}
