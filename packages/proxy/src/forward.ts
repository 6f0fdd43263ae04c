import { asOriginal, type Compression } from './compression/compressor.ts'
import type { ProxySettings } from './options.ts'
import type { Exchange, UpstreamRequest } from './upstream/exchange.ts'
import { openPatiently } from './upstream/retry.ts'
import type { UpstreamFetch } from './upstream/upstream-fetch.ts'

/** A caller's own body, as it came and decoded. */
export interface OriginalBody {
  readonly received: Uint8Array<ArrayBuffer>
  readonly decoded: Uint8Array
  /** Its `content-encoding`. */
  readonly coding: string | undefined
}

/** What was sent in the end, and the beginning of its answer. */
export interface Forwarded {
  readonly exchange: Exchange
  readonly compression: Compression
  /** Times that the request was sent again because nobody had begun to work on it. */
  readonly retries: number
  /** Whether the upstream refused the rewritten body and was sent the caller's own. */
  readonly isResent: boolean
  /** Whether it took the caller's own. */
  readonly isRefusal: boolean
}

const REFUSED = 400

/**
 * Sends a request on. Where the upstream answers a rewritten body with 400, the original is sent, once: a model API may
 * check what nobody foresaw, and the caller must not pay for it. Where that is refused too, the refusal was the caller's.
 */
export async function forward(
  request: UpstreamRequest,
  compression: Compression,
  original: OriginalBody | undefined,
  fetch: UpstreamFetch,
  { timeouts, retries: policy }: ProxySettings,
): Promise<Forwarded> {
  const first = await openPatiently(request, fetch, timeouts, policy)
  const mayResend = compression.isChanged && original !== undefined
  if (first.exchange.status !== REFUSED || !mayResend) {
    return { ...first, compression, isResent: false, isRefusal: false }
  }
  first.exchange.abort()
  const fields = new Map(request.fields)
  if (original.coding !== undefined) fields.set('content-encoding', original.coding)
  const again = { ...request, fields, body: original.received }
  const second = await openPatiently(again, fetch, timeouts, policy)
  return {
    exchange: second.exchange,
    compression: asOriginal(compression, original.decoded, 'degraded', 'upstream-refused'),
    retries: first.retries + second.retries,
    isResent: true,
    isRefusal: second.exchange.status !== REFUSED,
  }
}
