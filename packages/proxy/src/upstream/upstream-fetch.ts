import type { OpenUpstream } from './upstream-call.ts'

/** What the proxy asks of its transport; a subset of `RequestInit`. */
export interface UpstreamInit {
  readonly method: string
  readonly headers: Headers
  readonly body: Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array> | null
  readonly redirect: 'manual'
  readonly signal: AbortSignal
  readonly duplex: 'half'
}

/**
 * Sends one request. The platform's `fetch` is one; on Node an undici pool is several times faster. It must not follow
 * redirects, and must hand out the body with gzip, deflate and brotli already decoded.
 */
export interface UpstreamFetch {
  (url: string, init: UpstreamInit): Promise<Response>
  /** The same without the objects of the web, where the transport has it: the proxy then uses this alone. */
  readonly open?: OpenUpstream
}
