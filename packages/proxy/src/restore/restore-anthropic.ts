import { renderSseEvent, replaceSseData, type SseEvent } from '../sse/sse-event.ts'
import { asRecord, type JsonRecord, parseEventJson } from '../stream/event-json.ts'
import type { EventRewriter } from '../stream/relay-events.ts'
import { createLanes, type HeldTail, type LaneKind, type OpenLane } from './lanes.ts'
import { spliceJson, stringEdit } from './splice-json.ts'

/**
 * Restores aliases in a streamed message of Anthropic: text blocks and the input of the caller's own tools. Thinking, its
 * signature, citations and the tools of the server stay as they are. What a lane still holds is sent before its
 * `content_block_stop`.
 */
export function restoreAnthropicEvents(open: OpenLane, contentKind: LaneKind): EventRewriter {
  const lanes = createLanes(open)
  const kinds = new Map<string, LaneKind>()

  function restoreText(
    event: SseEvent,
    path: readonly string[],
    key: string,
    text: unknown,
  ): Uint8Array[] {
    const kind = kinds.get(key)
    if (kind === undefined || typeof text !== 'string' || event.data === undefined) {
      return [event.raw]
    }
    const restored = lanes.push(key, kind, text)
    if (restored === text) return [event.raw]
    return [replaceSseData(event, spliceJson(event.data, [stringEdit(path, restored)]))]
  }

  function tailEvent({ key, text }: HeldTail): Uint8Array {
    const delta =
      kinds.get(key) === 'json' && !isTextKey(key)
        ? { type: 'input_json_delta', partial_json: text }
        : { type: 'text_delta', text }
    const index = Number(key.split(' ')[0])
    return renderSseEvent(
      'content_block_delta',
      JSON.stringify({ type: 'content_block_delta', index, delta }),
    )
  }

  function startBlock(event: SseEvent, index: string, body: JsonRecord): Uint8Array[] {
    const block = asRecord(body.content_block)
    if (block?.type === 'text') kinds.set(`${index} text`, contentKind)
    if (block?.type === 'tool_use') kinds.set(`${index} input`, 'json')
    return restoreText(event, ['content_block', 'text'], `${index} text`, block?.text)
  }

  function rewriteBody(event: SseEvent, body: JsonRecord): Uint8Array[] {
    const index = String(body.index)
    if (body.type === 'content_block_start') return startBlock(event, index, body)
    if (body.type === 'content_block_delta') {
      const delta = asRecord(body.delta)
      return delta?.type === 'input_json_delta'
        ? restoreText(event, ['delta', 'partial_json'], `${index} input`, delta.partial_json)
        : restoreText(event, ['delta', 'text'], `${index} text`, delta?.text)
    }
    if (body.type === 'content_block_stop') {
      return [...lanes.endAll(`${index} `).map(tailEvent), event.raw]
    }
    return body.type === 'message_stop' || body.type === 'error'
      ? [...flush(), event.raw]
      : [event.raw]
  }

  const flush = (): Uint8Array[] => lanes.endAll('').map(tailEvent)
  return {
    rewrite(event) {
      const body = event.data === undefined ? undefined : parseEventJson(event.data)
      return body === undefined ? [event.raw] : rewriteBody(event, body)
    },
    flush,
    insertedEvents: () => 0,
  }
}

function isTextKey(key: string): boolean {
  return key.endsWith(' text')
}
