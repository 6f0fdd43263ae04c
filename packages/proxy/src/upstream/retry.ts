import type { Caller } from '../wire/incoming.ts'
import { WireFailure } from '../wire/wire-error.ts'
import type { UpstreamTimeouts } from './exchange.ts'
import { CallerGoneError, type Exchange, openExchange, type UpstreamRequest } from './exchange.ts'
import type { UpstreamFetch } from './upstream-fetch.ts'

/** When a request is sent again. Nothing is, once a byte of an answer has reached the caller. */
export interface RetryPolicy {
  /** Times that a request is sent again at most. */
  readonly maxRetries: number
  /** Milliseconds that an upstream may ask to wait; where it asks for more, its answer goes to the caller. */
  readonly maxWaitMs: number
}

/** An answer's beginning, and how often the request had to be sent again for it. */
export interface Opened {
  readonly exchange: Exchange
  readonly retries: number
}

/** Statuses by which gateways and models say that they have not begun to work. */
const RETRIED = new Set([502, 503, 529])

/** Codes of connections that never came to be: the request has reached nobody. */
const UNCONNECTED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
])

const FIRST_WAIT_MS = 250

/**
 * Opens an exchange, and again where the upstream could not be connected or answers 502, 503 or 529: after its own
 * `retry-after`, else after a quarter of a second, doubled each time. A body that streams is sent once.
 */
export async function openPatiently(
  request: UpstreamRequest,
  fetch: UpstreamFetch,
  timeouts: UpstreamTimeouts,
  policy: RetryPolicy,
): Promise<Opened> {
  const maxRetries = request.body instanceof ReadableStream ? 0 : policy.maxRetries
  for (let retries = 0; ; retries += 1) {
    const waitMs = FIRST_WAIT_MS * 2 ** retries
    try {
      const exchange = await openExchange(request, fetch, timeouts)
      const askedMs = retries < maxRetries ? waitOf(exchange, waitMs) : undefined
      if (askedMs === undefined || askedMs > policy.maxWaitMs) return { exchange, retries }
      exchange.abort()
      await pause(askedMs, request.caller)
    } catch (error) {
      if (retries >= maxRetries || !isUnconnected(error)) throw error
      await pause(Math.min(waitMs, policy.maxWaitMs), request.caller)
    }
  }
}

/** Milliseconds to wait before the request is sent again; `undefined` where this answer is the answer. */
function waitOf({ status, fields }: Exchange, fallbackMs: number): number | undefined {
  if (!RETRIED.has(status) || fields.get('x-should-retry') === 'false') return undefined
  const ms = Number.parseFloat(fields.get('retry-after-ms') ?? '')
  if (ms >= 0) return ms
  const after = fields.get('retry-after')
  if (after == null) return fallbackMs
  if (/^\d+$/.test(after.trim())) return Number(after) * 1000
  const date = Date.parse(after)
  return Number.isNaN(date) ? fallbackMs : Math.max(0, date - Date.now())
}

/** Transports nest the code of a failed connection at different depths. */
function isUnconnected(error: unknown): boolean {
  if (!(error instanceof WireFailure)) return false
  for (let at: unknown = error.cause; at instanceof Error; at = at.cause) {
    if (UNCONNECTED.has(String((at as NodeJS.ErrnoException).code))) return true
  }
  return false
}

function pause(ms: number, caller: Caller): Promise<void> {
  return new Promise((resolve, reject) => {
    if (caller.isGone()) return reject(new CallerGoneError())
    const timer = setTimeout(() => {
      release()
      resolve()
    }, ms)
    const release = caller.onGone(() => {
      clearTimeout(timer)
      reject(new CallerGoneError())
    })
  })
}
