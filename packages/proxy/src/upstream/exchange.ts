import type { Fields } from '../wire/fields.ts'
import type { Caller } from '../wire/incoming.ts'
import { WIRE_ERRORS, WireFailure } from '../wire/wire-error.ts'
import { openerOf, type UpstreamAnswer, type UpstreamCall } from './upstream-call.ts'
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
  readonly fields: Fields
  readonly body: Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array> | null
  readonly isStream: boolean
  readonly caller: Caller
}

/** An answer whose body is read chunk by chunk, and which can be given up at any time. */
export interface Exchange {
  readonly status: number
  readonly statusText: string
  readonly fields: UpstreamAnswer['fields']
  /** The next chunk; `undefined` at the end. Throws WireFailure (504 after too long a silence) or CallerGoneError. */
  read(): Promise<Uint8Array | undefined>
  /** Closes the connection to the upstream. */
  abort(): void
}

/** Whether a status tells of success. */
export function isOk(status: number): boolean {
  return status >= 200 && status < 300
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
  { url, method, fields, body, isStream, caller }: UpstreamRequest,
  fetch: UpstreamFetch,
  timeouts: UpstreamTimeouts,
): Promise<Exchange> {
  if (caller.isGone()) throw new CallerGoneError()
  const call = openerOf(fetch)(url, { method, fields, body })
  const release = caller.onGone(() => call.abort(new CallerGoneError()))
  const limitMs = isStream ? timeouts.streamHeaderMs : timeouts.headerMs
  const timer = startTimer(limitMs, call)
  try {
    return createExchange(await call.answer, call, timeouts.idleMs, release)
  } catch (error) {
    release()
    throw asFailure(error)
  } finally {
    clearTimeout(timer)
  }
}

function createExchange(
  answer: UpstreamAnswer,
  call: UpstreamCall,
  idleMs: number,
  release: () => void,
): Exchange {
  async function read(): Promise<Uint8Array | undefined> {
    const timer = startTimer(idleMs, call)
    try {
      const chunk = await answer.read()
      if (chunk === undefined) release()
      return chunk
    } catch (error) {
      release()
      throw asFailure(error)
    } finally {
      clearTimeout(timer)
    }
  }

  return {
    status: answer.status,
    statusText: answer.statusText,
    fields: answer.fields,
    read,
    abort() {
      release()
      call.abort(new Error('nobody wants the rest'))
    },
  }
}

function startTimer(ms: number, call: UpstreamCall): ReturnType<typeof setTimeout> | undefined {
  if (ms === 0) return undefined
  return setTimeout(() => call.abort(new WireFailure(WIRE_ERRORS.upstreamTimeout())), ms)
}

function asFailure(error: unknown): Error {
  if (error instanceof WireFailure || error instanceof CallerGoneError) return error
  return new WireFailure(WIRE_ERRORS.upstreamUnreachable(), error)
}
