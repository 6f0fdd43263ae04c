import { renderSseEvent, replaceSseData, type SseEvent } from '../sse/sse-event.ts'
import { asCount, type JsonRecord, parseEventJson } from '../stream/event-json.ts'
import type { EventRewriter } from '../stream/relay-events.ts'
import { createLanes, type HeldTail, type LaneKind, type OpenLane } from './lanes.ts'
import { annotationEdits, citationEdits } from './move-citations.ts'
import { DELTA_EVENTS, DONE_EVENTS, snapshotTexts } from './responses-texts.ts'
import { type JsonEdit, spliceJson, stringEdit } from './splice-json.ts'

const PLACE_FIELDS = ['item_id', 'output_index', 'content_index']

/**
 * Restores aliases in a streamed Response, in all five places where its text occurs. What a lane still holds is sent as
 * one more delta before the lane's `done`; the sequence numbers after it move up by one.
 */
export function restoreResponsesEvents(open: OpenLane, contentKind: LaneKind): EventRewriter {
  const lanes = createLanes(open)
  const places = new Map<string, JsonRecord>()
  /** Texts as the upstream wrote them, by lane: citations point into them. */
  const contents = new Map<string, string>()
  let inserted = 0
  let sequenceNumber = 0

  function tailEvent({ key, text }: HeldTail): Uint8Array {
    const event = {
      ...places.get(key),
      sequence_number: sequenceNumber + inserted,
      delta: text,
    }
    inserted += 1
    return renderSseEvent(key.split(' ')[0] ?? '', JSON.stringify(event))
  }

  function restoreDelta(type: string, body: JsonRecord): JsonEdit[] {
    const kind = DELTA_EVENTS[type]
    if (kind === undefined || typeof body.delta !== 'string') return []
    const key = laneKey(type, body)
    places.set(key, placeOf(type, body))
    if (kind === 'content') contents.set(key, (contents.get(key) ?? '') + body.delta)
    const restored = lanes.push(key, kind === 'content' ? contentKind : kind, body.delta)
    return restored === body.delta ? [] : [stringEdit(['delta'], restored)]
  }

  function endLanes(type: string, body: JsonRecord): Uint8Array[] {
    const delta = DONE_EVENTS[type]?.[0]
    if (delta !== undefined) return lanes.endAll(laneKey(delta, body)).map(tailEvent)
    return isTerminal(type) ? flush() : []
  }

  function restoreSnapshots(type: string, body: JsonRecord): JsonEdit[] {
    return snapshotTexts(type, body, contentKind).flatMap(({ kind, path, text, annotations }) => {
      const restored = lanes.whole(kind, text)
      if (restored === text) return []
      const place = [...path.slice(0, -1), 'annotations']
      return [
        stringEdit(path, restored),
        ...citationEdits(annotations, place, { kind, text }, open),
      ]
    })
  }

  /** `response.output_text.annotation.added`: a citation in the text so far. */
  function moveAnnotation(body: JsonRecord): JsonEdit[] {
    const text = contents.get(laneKey('response.output_text.delta', body))
    if (text === undefined) return []
    return annotationEdits(body.annotation, ['annotation'], { kind: contentKind, text }, open)
  }

  function restoreTexts(type: string, body: JsonRecord): JsonEdit[] {
    if (type === 'response.output_text.annotation.added') return moveAnnotation(body)
    return DELTA_EVENTS[type] ? restoreDelta(type, body) : restoreSnapshots(type, body)
  }

  function renumber(body: JsonRecord): JsonEdit[] {
    const number = asCount(body.sequence_number)
    if (number === undefined || inserted === 0) return []
    return [{ path: ['sequence_number'], json: String(number + inserted) }]
  }

  function rewriteBody(event: SseEvent, data: string, body: JsonRecord): Uint8Array[] {
    const type = String(body.type ?? event.event)
    sequenceNumber = asCount(body.sequence_number) ?? sequenceNumber
    const tails = endLanes(type, body)
    const edits = [...restoreTexts(type, body), ...renumber(body)]
    sequenceNumber += 1
    if (edits.length === 0) return [...tails, event.raw]
    return [...tails, replaceSseData(event, spliceJson(data, edits))]
  }

  const flush = (): Uint8Array[] => lanes.endAll('').map(tailEvent)
  return {
    rewrite(event) {
      const body = event.data === undefined ? undefined : parseEventJson(event.data)
      if (body === undefined || event.data === undefined) return [event.raw]
      return rewriteBody(event, event.data, body)
    },
    flush,
    insertedEvents: () => inserted,
  }
}

function laneKey(type: string, body: JsonRecord): string {
  return [type, ...PLACE_FIELDS.map((field) => String(body[field] ?? ''))].join(' ')
}

function placeOf(type: string, body: JsonRecord): JsonRecord {
  const place = PLACE_FIELDS.filter((field) => field in body).map((field) => [field, body[field]])
  return { type, ...Object.fromEntries(place), ...('logprobs' in body ? { logprobs: [] } : {}) }
}

function isTerminal(type: string): boolean {
  return /^(error|response\.(completed|incomplete|failed|cancelled))$/.test(type)
}
