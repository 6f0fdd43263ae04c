import { concatBytes } from '../body/concat-bytes.ts'
import { parseSseEvent, type SseEvent } from '../sse/sse-event.ts'
import { createSseSplitter, SseEventTooLargeError } from '../sse/sse-splitter.ts'
import { CallerGoneError, type Exchange } from '../upstream/exchange.ts'
import { WIRE_ERRORS, type WireError, WireFailure } from '../wire/wire-error.ts'
import { type ByteSource, createByteStream } from './byte-stream.ts'
import type { StreamReading } from './stream-reading.ts'

/** Replaces events by events on their way to the caller. */
export interface EventRewriter {
  /** What is sent for an event: its own bytes, others, or several events. */
  rewrite(event: SseEvent): readonly Uint8Array[]
  /** What is still held when the stream ends or breaks. */
  flush(): readonly Uint8Array[]
  /** Events that stand beside the upstream's own, numbers of later ones moved up. */
  insertedEvents(): number
}

/** How one relay ended. */
export interface RelayEnd {
  readonly outcome: 'complete' | 'failed' | 'caller-gone'
  /** The stable word of the failure. */
  readonly code?: string
}

/** Bounds and listeners of one relay. */
export interface RelayOptions {
  readonly maxEventBytes: number
  /** Silence of the upstream after which a comment keeps the connection open, in milliseconds; 0 for never. */
  readonly keepaliveMs: number
  readonly rewriter?: EventRewriter
  readonly onEnd: (end: RelayEnd) => void
}

const KEEPALIVE = new TextEncoder().encode(': keepalive\n\n')
const SILENT = Symbol('silent')

/**
 * Hands the upstream's events on, whole event by whole event, in their own bytes. Where the upstream breaks off before
 * the protocol's end, the stream ends with the failure as the dialect tells it; it never errors, because a server would
 * write that error into the body.
 */
export function relayEvents(
  exchange: Exchange,
  reading: StreamReading,
  options: RelayOptions,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const splitter = createSseSplitter(options.maxEventBytes)
  let pending: Promise<Uint8Array | undefined> | undefined
  let hasEnded = false

  function hand(raw: Uint8Array): readonly Uint8Array[] {
    const event = parseSseEvent(raw)
    reading.observe(event)
    return options.rewriter === undefined ? [raw] : options.rewriter.rewrite(event)
  }

  function finish(outcome: RelayEnd): void {
    hasEnded = true
    options.onEnd(outcome)
  }

  function end(error?: WireError): Uint8Array {
    const tail = error === undefined ? splitter.flush() : undefined
    const last = tail === undefined || !isWhole(tail) ? [] : hand(tail)
    const isComplete = reading.isComplete()
    const held = options.rewriter?.flush() ?? []
    if (isComplete) {
      finish({ outcome: 'complete' })
      return concatBytes([...last, ...held])
    }
    const failure = error ?? WIRE_ERRORS.upstreamBroken()
    finish({ outcome: 'failed', code: failure.code })
    const separator = last.length === 0 ? [] : [BLANK_LINE]
    return concatBytes([
      ...last,
      ...separator,
      ...held,
      ...reading.renderFailure(failure, options.rewriter?.insertedEvents() ?? 0),
    ])
  }

  async function next(): Promise<Uint8Array | undefined | typeof SILENT> {
    pending ??= exchange.read()
    const first = await raceSilence(pending, options.keepaliveMs)
    if (first !== SILENT) pending = undefined
    return first
  }

  function breakOff(error: unknown): Uint8Array | undefined {
    exchange.abort()
    if (hasEnded) return undefined
    if (!(error instanceof CallerGoneError)) return end(asWireError(error))
    finish({ outcome: 'caller-gone' })
    return undefined
  }

  const source: ByteSource = {
    async pull() {
      if (hasEnded) return undefined
      try {
        const chunk = await next()
        if (hasEnded) return undefined
        if (chunk === SILENT) return KEEPALIVE
        return chunk === undefined ? end() : concatBytes(splitter.push(chunk).flatMap(hand))
      } catch (error) {
        return breakOff(error)
      }
    },
    cancel() {
      pending?.catch(() => undefined)
      exchange.abort()
      if (!hasEnded) finish({ outcome: 'caller-gone' })
    },
  }
  return createByteStream(source)
}

const BLANK_LINE = new TextEncoder().encode('\n\n')

/** An event that no blank line closed counts where it is a comment, a terminator or whole JSON. */
function isWhole(raw: Uint8Array): boolean {
  const { data } = parseSseEvent(raw)
  if (data === undefined || data.trim() === '[DONE]') return true
  try {
    JSON.parse(data)
    return true
  } catch {
    return false
  }
}

function raceSilence<T>(read: Promise<T>, ms: number): Promise<T | typeof SILENT> {
  if (ms === 0) return read
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(SILENT), ms)
    read.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}

function asWireError(error: unknown): WireError {
  if (error instanceof SseEventTooLargeError) return WIRE_ERRORS.eventTooLarge(error.maxBytes)
  if (error instanceof WireFailure && error.wire.status === 504) return error.wire
  return WIRE_ERRORS.upstreamBroken()
}
