import { renderSseEvent } from '../sse/sse-event.ts'
import { asRecord, isMalformed, parseEventJson } from './event-json.ts'
import type { StreamReading, UpstreamUsage } from './stream-reading.ts'
import { mergeUsage, readAnthropicUsage } from './usage.ts'

/** Follows a message of Anthropic. It is whole after `message_stop`; an `error` event is the upstream's own word. */
export function readAnthropicStream(): StreamReading {
  let isTerminated = false
  let malformed = 0
  let isOwn = false
  let isForeign = false
  let usage: UpstreamUsage | undefined

  return {
    observe({ event, data }) {
      if (data === undefined) return
      const body = parseEventJson(data)
      if (isMalformed(data, body)) malformed += 1
      const type = body?.type ?? event
      isOwn ||= /^(message_|content_block_|ping$|error$)/.test(String(type))
      isForeign ||= body !== undefined && !isOwn
      if (type === 'message_stop' || type === 'error') isTerminated = true
      // A second message in the same stream has an end of its own.
      if (type === 'message_start') {
        isTerminated = false
        usage = mergeUsage(usage, readAnthropicUsage(asRecord(body?.message)?.usage))
      }
      if (type === 'message_delta') usage = mergeUsage(usage, readDelta(body?.usage, usage))
    },
    isComplete: () => isTerminated || (isForeign && !isOwn),
    usage: () => usage,
    malformedEvents: () => malformed,
    renderFailure: ({ message }) => [
      renderSseEvent(
        'error',
        JSON.stringify({ type: 'error', error: { type: 'api_error', message } }),
      ),
    ],
  }
}

/** `message_delta` counts output, and input only in part: what it leaves out stands as `message_start` said. */
function readDelta(value: unknown, earlier: UpstreamUsage | undefined): UpstreamUsage | undefined {
  const delta = readAnthropicUsage(value)
  if (delta === undefined || earlier?.inputTokens === undefined) return delta
  return { ...delta, inputTokens: Math.max(delta.inputTokens ?? 0, earlier.inputTokens) }
}
