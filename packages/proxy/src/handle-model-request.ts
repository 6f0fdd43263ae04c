import { readBody } from './body/read-body.ts'
import { type Compression, passThrough } from './compression/compressor.ts'
import { resolveTarget } from './credentials/resolve-target.ts'
import { tenantOf } from './credentials/tenant.ts'
import type { ProxySettings } from './options.ts'
import { respondAnswer } from './respond-answer.ts'
import { CallerGoneError, openExchange } from './upstream/exchange.ts'
import { forwardedRequestHeaders, hasLooped } from './wire/headers.ts'
import { joinUpstreamUrl, type Route, resolveRoute } from './wire/providers.ts'
import { respondWireError, WIRE_ERRORS, WireFailure } from './wire/wire-error.ts'

/** One request on its way through the proxy. */
export interface ModelCall {
  readonly request: Request
  /** What the server knows beside the request. */
  readonly env: unknown
  readonly requestId: string
  readonly path: string
  readonly route: Route
}

/** The body that goes upstream, and what was done to it. */
interface Outgoing {
  readonly body: Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array> | null
  readonly compression: Compression
  readonly isStream: boolean
}

/** Sends a request on to its model API and the answer back. Never rejects: whatever fails becomes an answer. */
export async function handleModelRequest(
  request: Request,
  env: unknown,
  settings: ProxySettings,
): Promise<Response> {
  const { pathname: path, search } = new URL(request.url)
  const route = resolveRoute(request.method, path, request.headers)
  const call: ModelCall = { request, env, requestId: crypto.randomUUID(), path, route }
  try {
    return await answer(call, search, settings)
  } catch (error) {
    return respondFailure(call, error, settings)
  }
}

async function answer(call: ModelCall, search: string, settings: ProxySettings): Promise<Response> {
  const { request, route, path } = call
  if (hasLooped(request.headers)) throw new WireFailure(WIRE_ERRORS.loop())
  if (/\bwebsocket\b/i.test(request.headers.get('upgrade') ?? '')) {
    throw new WireFailure(WIRE_ERRORS.noWebSocket())
  }
  const headers = forwardedRequestHeaders(request.headers)
  const target = await resolveTarget(route.provider, headers, settings)
  const outgoing = await prepare(call, headers, settings)
  // Counted while the upstream works: the answer waits for no statistics.
  const counted = recordTurn(call, outgoing.compression, settings).catch(() => undefined)
  const exchange = await openExchange(
    {
      url: joinUpstreamUrl(target.baseUrl, path, search),
      method: request.method,
      headers,
      body: outgoing.body,
      isStream: outgoing.isStream,
      callerSignal: request.signal,
    },
    target.fetch,
    settings.timeouts,
  )
  await counted
  return respondAnswer(call, exchange, outgoing.compression, target, settings)
}

/** Reads and compresses the bodies of known routes; all others stream through unread. */
async function prepare(
  call: ModelCall,
  headers: Headers,
  settings: ProxySettings,
): Promise<Outgoing> {
  const { request, route } = call
  if (route.dialect === undefined) {
    headers.set('accept-encoding', 'gzip, deflate, br')
    const compression = passThrough(new Uint8Array(0), 'bypass', 'route')
    return { body: request.body, compression, isStream: false }
  }
  // A stream in a content coding would be held back by its compressor, and cannot be read.
  headers.set('accept-encoding', 'identity')
  const { limits } = settings
  const { received, decoded, isEncoded } = await readBody(request, {
    maxBytes: limits.maxBodyBytes,
    timeoutMs: limits.bodyTimeoutMs,
  })
  const compression = await compressOpen(decoded, call, settings)
  if (compression.isChanged && isEncoded) headers.delete('content-encoding')
  const body = compression.isChanged ? (compression.body as Uint8Array<ArrayBuffer>) : received
  return { body, compression, isStream: asksForStream(decoded) }
}

/** A compressor's failure is never the caller's: the body passes as it is, and the receipt says so. */
async function compressOpen(
  body: Uint8Array,
  call: ModelCall,
  settings: ProxySettings,
): Promise<Compression> {
  const { dialect } = call.route
  if (dialect === undefined || body.length === 0) return passThrough(body, 'bypass', 'empty')
  try {
    const tenant = await tenantOf(call.request.headers)
    const { policy, shaping } = settings
    const asked = shaping === undefined ? {} : { shaping }
    return await settings.compressor.compress({ body, dialect, policy, tenant, ...asked })
  } catch {
    return passThrough(body, 'degraded', 'compressor-failed')
  }
}

/** Counts the turn for the statistics; nothing that is sent depends on it. */
async function recordTurn(
  call: ModelCall,
  compression: Compression,
  { conversation: options, sessions, sessionKeys }: ProxySettings,
): Promise<void> {
  const { conversation, tokensBefore = 0, tokensAfter = 0, elapsedMs } = compression
  if (conversation === undefined || !options.enabled) return
  const { headers } = call.request
  const tenant = await sessionKeys.tenant(headers)
  const session = await sessionKeys.session(headers, conversation.opening)
  sessions.record({ tenant, session, conversation, tokensBefore, tokensAfter, elapsedMs })
}

/** Whether the body asks for a stream; it only chooses between two time limits, so that a search is enough. */
function asksForStream(body: Uint8Array): boolean {
  return /"stream"\s*:\s*true/.test(new TextDecoder().decode(body))
}

function respondFailure(call: ModelCall, error: unknown, settings: ProxySettings): Response {
  const isGone = error instanceof CallerGoneError || call.request.signal.aborted
  const wire = error instanceof WireFailure ? error.wire : WIRE_ERRORS.upstreamUnreachable()
  const { dialect, provider } = call.route
  settings.onReceipt({
    requestId: call.requestId,
    route: dialect === undefined ? 'opaque' : call.path,
    provider,
    ...(dialect === undefined ? {} : { dialect }),
    status: isGone ? 499 : wire.status,
    compression: 'bypass',
    reason: isGone ? 'caller-gone' : wire.code,
    stages: [],
    outcome: isGone ? 'caller-gone' : 'failed',
    failure: isGone ? 'caller-gone' : wire.code,
    isDemo: false,
    compressionMs: 0,
  })
  if (isGone) return new Response(null, { status: 499 })
  return respondWireError(wire, provider, call.requestId)
}
