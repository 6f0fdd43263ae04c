import type { SseEvent } from '../sse/sse-event.ts'
import type { DialectName } from '../wire/providers.ts'
import type { WireError } from '../wire/wire-error.ts'
import { readAnthropicStream } from './anthropic-reading.ts'
import { readChatStream } from './chat-reading.ts'
import { readResponsesStream } from './responses-reading.ts'

/** Tokens as the upstream itself counts and bills them; a field is absent where the upstream said nothing. */
export interface UpstreamUsage {
  /** All input tokens, cached ones included. */
  readonly inputTokens?: number
  /** Input tokens read from the provider's prompt cache. */
  readonly cacheReadTokens?: number
  /** Input tokens written to the provider's prompt cache. */
  readonly cacheWriteTokens?: number
  /** Those of them that Anthropic keeps for an hour, at twice the plain price. */
  readonly cacheWriteHourTokens?: number
  readonly outputTokens?: number
}

/** Follows one streamed answer: how far it is, what it cost, and how its failure is told. */
export interface StreamReading {
  observe(event: SseEvent): void
  /**
   * Whether the protocol's own end, or an error of the upstream, has been seen; true also for a stream that speaks
   * another protocol than its route, whose end nobody here can tell.
   */
  isComplete(): boolean
  usage(): UpstreamUsage | undefined
  /** Events whose data is no JSON object: they pass as they came. */
  malformedEvents(): number
  /** The events by which official SDKs learn that the answer broke off; no terminator follows them. */
  renderFailure(error: WireError, insertedEvents: number): Uint8Array[]
}

const READERS: Readonly<Record<DialectName, () => StreamReading>> = {
  'openai-chat': readChatStream,
  'openai-responses': readResponsesStream,
  anthropic: readAnthropicStream,
}

/** Begins to follow an answer in the given dialect. */
export function createStreamReading(dialect: DialectName): StreamReading {
  return READERS[dialect]()
}
