import { collectBytes } from '../body/collect.ts'
import type { FieldSource } from './headers.ts'

/** A caller's request, as far as the proxy reads it. */
export interface Incoming {
  readonly fields: FieldSource
  /**
   * Reads the whole body, once. Rejects with BodyTooLargeError beyond `maxBytes`, with the reason of `late` as soon as that
   * aborts, and with anything else where the body breaks off.
   */
  readBody(maxBytes: number, late: Lateness): Promise<Uint8Array<ArrayBuffer>>
  readonly caller: Caller
}

/** How long a body may take. */
export interface Lateness {
  /** Milliseconds; 0 for as long as it takes. */
  readonly timeoutMs: number
  /** What a body that takes longer fails with. */
  readonly reason: () => Error
}

/** Whoever waits for an answer. */
export interface Caller {
  isGone(): boolean
  /** Calls the listener once the caller leaves before its answer has ended; what is handed back takes that back. */
  onGone(listener: () => void): () => void
}

/** Reads a request through the web's objects, which every platform has. */
export function readRequest(request: Request): Incoming {
  return {
    fields: request.headers as unknown as Incoming['fields'],
    async readBody(maxBytes, { timeoutMs, reason }) {
      if (request.body === null) return new Uint8Array(0)
      const late = new AbortController()
      const timer = timeoutMs === 0 ? undefined : setTimeout(() => late.abort(reason()), timeoutMs)
      try {
        return await collectBytes(request.body, maxBytes, late.signal)
      } finally {
        clearTimeout(timer)
      }
    },
    // Not before somebody asks: some servers make the signal only then.
    get caller() {
      return callerOf(request.signal)
    },
  }
}

/** The caller behind a signal. */
export function callerOf(signal: AbortSignal): Caller {
  return {
    isGone: () => signal.aborted,
    onGone(listener) {
      signal.addEventListener('abort', listener, { once: true })
      return () => signal.removeEventListener('abort', listener)
    },
  }
}
