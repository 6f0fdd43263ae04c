import { renderSseEvent } from '../sse/sse-event.ts'
import { asCount, asRecord, isMalformed, type JsonRecord, parseEventJson } from './event-json.ts'
import type { StreamReading, UpstreamUsage } from './stream-reading.ts'
import { readOpenaiUsage } from './usage.ts'

const TERMINAL = new Set([
  'response.completed',
  'response.incomplete',
  'response.failed',
  'response.cancelled',
  'error',
])

/** Follows a Response. It is whole after one of the terminal events; `[DONE]` is usually absent. */
export function readResponsesStream(): StreamReading {
  let isTerminated = false
  let malformed = 0
  let isOwn = false
  let isForeign = false
  let nextSequenceNumber = 0
  let response: JsonRecord = {}
  let usage: UpstreamUsage | undefined

  return {
    observe({ event, data }) {
      if (data === undefined) return
      const body = parseEventJson(data)
      if (isMalformed(data, body)) malformed += 1
      isOwn ||= /^(response\.|error$)/.test(String(body?.type ?? event))
      isForeign ||= body !== undefined && !isOwn
      if (data.trim() === '[DONE]' || TERMINAL.has(String(body?.type ?? event))) isTerminated = true
      nextSequenceNumber = (asCount(body?.sequence_number) ?? nextSequenceNumber - 1) + 1
      response = asRecord(body?.response) ?? response
      usage = readOpenaiUsage(response.usage) ?? usage
    },
    isComplete: () => isTerminated || (isForeign && !isOwn),
    usage: () => usage,
    malformedEvents: () => malformed,
    // Codex waits for `response.failed`; the SDK raises on `error`.
    renderFailure({ message }, insertedEvents) {
      const next = nextSequenceNumber + insertedEvents
      const error = { code: 'server_error', message }
      const failed = {
        type: 'response.failed',
        sequence_number: next,
        response: { ...response, status: 'failed', error },
      }
      const raised = {
        type: 'error',
        sequence_number: next + 1,
        code: 'upstream_error',
        message,
        param: null,
        error: { type: 'server_error', code: 'upstream_error', message, param: null },
      }
      return [
        renderSseEvent('response.failed', JSON.stringify(failed)),
        renderSseEvent('error', JSON.stringify(raised)),
      ]
    },
  }
}
