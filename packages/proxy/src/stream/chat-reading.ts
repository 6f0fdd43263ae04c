import { renderSseEvent } from '../sse/sse-event.ts'
import { asRecords, isMalformed, type JsonRecord, parseEventJson } from './event-json.ts'
import type { StreamReading, UpstreamUsage } from './stream-reading.ts'
import { mergeUsage, readOpenaiUsage } from './usage.ts'

/**
 * Follows a chat completion. It is whole after `[DONE]`, or once every choice that began has a `finish_reason`: some
 * servers never send `[DONE]`.
 */
export function readChatStream(): StreamReading {
  const open = new Set<unknown>()
  const finished = new Set<unknown>()
  let isTerminated = false
  let malformed = 0
  let isOwn = false
  let isForeign = false
  let usage: UpstreamUsage | undefined

  function observeChunk(chunk: JsonRecord): void {
    isOwn ||= Array.isArray(chunk.choices) || chunk.error !== undefined
    isForeign ||= !isOwn
    if (chunk.error !== undefined && chunk.error !== null) isTerminated = true
    usage = mergeUsage(usage, readOpenaiUsage(chunk.usage))
    for (const { index, finish_reason } of asRecords(chunk.choices)) {
      if (typeof finish_reason === 'string') finished.add(index)
      else if (!finished.has(index)) open.add(index)
    }
    for (const index of finished) open.delete(index)
  }

  return {
    observe({ event, data }) {
      if (data === undefined) return
      if (data.trim() === '[DONE]' || event === 'error') isTerminated = true
      const chunk = parseEventJson(data)
      if (isMalformed(data, chunk)) malformed += 1
      if (chunk !== undefined) observeChunk(chunk)
    },
    isComplete: () =>
      isTerminated || (finished.size > 0 && open.size === 0) || (isForeign && !isOwn),
    usage: () => usage,
    malformedEvents: () => malformed,
    renderFailure: ({ message }) => [
      renderSseEvent(
        '',
        JSON.stringify({ error: { message, type: 'server_error', code: 'upstream_error' } }),
      ),
    ],
  }
}
