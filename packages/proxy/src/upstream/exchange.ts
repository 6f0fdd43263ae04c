import { WIRE_ERRORS, WireFailure } from '../wire/wire-error.ts'
import type { UpstreamFetch } from './upstream-fetch.ts'

/** How long the proxy waits for an upstream, in milliseconds; 0 switches a limit off. */
export interface UpstreamTimeouts {
  /** Until the response's header, for answers that come whole. */
  readonly headerMs: number
  /** Until the response's header, for answers that stream. */
  readonly streamHeaderMs: number
  /** Between two chunks of a body. */
  readonly idleMs: number
}

/** One request to an upstream. */
export interface UpstreamRequest {
  readonly url: string
  readonly method: string
  readonly headers: Headers
  readonly body: Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array> | null
  readonly isStream: boolean
  /** Aborts when the caller leaves. */
  readonly callerSignal: AbortSignal
}

/** An answer whose body is read chunk by chunk, and which can be given up at any time. */
export interface Exchange {
  readonly response: Response
  /** The next chunk; `undefined` at the end. Throws WireFailure after too long a silence, the transport's error otherwise. */
  read(): Promise<Uint8Array | undefined>
  /** Closes the connection to the upstream. */
  abort(): void
}

/** Thrown when the caller has left: nobody waits for an answer any more. */
export class CallerGoneError extends Error {
  constructor() {
    super('the caller closed the connection')
    this.name = 'CallerGoneError'
  }
}

/** Sends a request and waits for the header of its answer; throws WireFailure (502, 504) or CallerGoneError. */
export async function openExchange(
  request: UpstreamRequest,
  fetch: UpstreamFetch,
  timeouts: UpstreamTimeouts,
): Promise<Exchange> {
  const controller = new AbortController()
  const leave = (): void => controller.abort(new CallerGoneError())
  if (request.callerSignal.aborted) throw new CallerGoneError()
  request.callerSignal.addEventListener('abort', leave, { once: true })
  const release = (): void => request.callerSignal.removeEventListener('abort', leave)
  const limitMs = request.isStream ? timeouts.streamHeaderMs : timeouts.headerMs
  const timer = startTimer(limitMs, () =>
    controller.abort(new WireFailure(WIRE_ERRORS.upstreamTimeout())),
  )
  try {
    const { url, method, headers, body } = request
    const { signal } = controller
    const response = await fetch(url, {
      method,
      headers,
      body,
      redirect: 'manual',
      signal,
      duplex: 'half',
    })
    return createExchange(response, controller, timeouts.idleMs, release)
  } catch (error) {
    release()
    throw asFailure(error, controller.signal)
  } finally {
    clearTimeout(timer)
  }
}

function createExchange(
  response: Response,
  controller: AbortController,
  idleMs: number,
  release: () => void,
): Exchange {
  const reader = response.body?.getReader()
  const abort = (): void => {
    release()
    controller.abort()
    reader?.cancel().catch(() => undefined)
  }

  async function read(): Promise<Uint8Array | undefined> {
    if (reader === undefined) return undefined
    const timer = startTimer(idleMs, () =>
      controller.abort(new WireFailure(WIRE_ERRORS.upstreamTimeout())),
    )
    try {
      const { done, value } = await reader.read()
      if (done) release()
      return done ? undefined : value
    } catch (error) {
      release()
      throw asFailure(error, controller.signal)
    } finally {
      clearTimeout(timer)
    }
  }

  return { response, read, abort }
}

function startTimer(ms: number, onTime: () => void): ReturnType<typeof setTimeout> | undefined {
  return ms === 0 ? undefined : setTimeout(onTime, ms)
}

/** Transports wrap or drop the reason of an abort: the signal remembers it. */
function asFailure(error: unknown, signal: AbortSignal): Error {
  const reason: unknown = signal.aborted ? signal.reason : error
  if (reason instanceof WireFailure || reason instanceof CallerGoneError) return reason
  return new WireFailure(WIRE_ERRORS.upstreamUnreachable(), error)
}
