import { readBody } from './body/read-body.ts'
import { asOriginal, type Compression, passThrough, STORE_LOST } from './compression/compressor.ts'
import { resolveTarget } from './credentials/resolve-target.ts'
import { tenantOf } from './credentials/tenant.ts'
import { forward, type OriginalBody } from './forward.ts'
import type { ProxySettings } from './options.ts'
import { respondAnswer } from './respond-answer.ts'
import { type Identity, identify, recordRefusal } from './sessions/record-turn.ts'
import { CallerGoneError } from './upstream/exchange.ts'
import type { Fields } from './wire/fields.ts'
import { forwardedRequestFields, hasLooped } from './wire/headers.ts'
import { type Incoming, readRequest } from './wire/incoming.ts'
import { joinUpstreamUrl, type Route, resolveRoute } from './wire/providers.ts'
import { respondWireError, WIRE_ERRORS, WireFailure } from './wire/wire-error.ts'

/** One request on its way through the proxy. */
export interface ModelCall {
  readonly request: Request
  readonly incoming: Incoming
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
  /** The caller's own, where it was read. */
  readonly original?: OriginalBody
  /** Whose turn of which conversation it is, where that was read; told while the upstream works. */
  readonly identity?: Promise<Identity | undefined>
}

/** Sends a request on to its model API and the answer back. Never rejects: whatever fails becomes an answer. */
export async function handleModelRequest(
  request: Request,
  env: unknown,
  settings: ProxySettings,
): Promise<Response> {
  const { pathname: path, search } = new URL(request.url)
  const incoming = settings.readIncoming(request, env) ?? readRequest(request)
  const route = resolveRoute(request.method, path, incoming.fields)
  const call: ModelCall = { request, incoming, env, requestId: crypto.randomUUID(), path, route }
  try {
    return await answer(call, search, settings)
  } catch (error) {
    return respondFailure(call, error, settings)
  }
}

async function answer(call: ModelCall, search: string, settings: ProxySettings): Promise<Response> {
  const { request, incoming, route, path } = call
  if (hasLooped(incoming.fields)) throw new WireFailure(WIRE_ERRORS.loop())
  if (/\bwebsocket\b/i.test(incoming.fields.get('upgrade') ?? '')) {
    throw new WireFailure(WIRE_ERRORS.noWebSocket())
  }
  const fields = forwardedRequestFields(incoming.fields)
  const target = await resolveTarget(route.provider, fields, settings)
  const outgoing = await prepare(call, fields, settings)
  const sent = await forward(
    {
      url: joinUpstreamUrl(target.baseUrl, path, search),
      method: request.method,
      fields,
      body: outgoing.body,
      isStream: outgoing.isStream,
      caller: incoming.caller,
    },
    outgoing.compression,
    outgoing.original,
    target.fetch,
    settings,
  )
  const identity = await outgoing.identity
  const drift = identity && sent.isRefusal ? await recordRefusal(identity, settings) : undefined
  const compression = drift ? { ...sent.compression, prefixDrift: drift } : sent.compression
  return respondAnswer(call, { ...sent, compression }, { target, identity, settings })
}

/** Reads and compresses the bodies of known routes; all others stream through unread. */
async function prepare(
  call: ModelCall,
  fields: Fields,
  settings: ProxySettings,
): Promise<Outgoing> {
  const { request, incoming, route } = call
  if (route.dialect === undefined) {
    fields.set('accept-encoding', 'gzip, deflate, br')
    const compression = passThrough(new Uint8Array(0), 'bypass', 'route')
    return { body: request.body, compression, isStream: false }
  }
  // A stream in a content coding would be held back by its compressor, and cannot be read.
  fields.set('accept-encoding', 'identity')
  const { limits } = settings
  const { received, decoded, isEncoded } = await readBody(incoming, {
    maxBytes: limits.maxBodyBytes,
    timeoutMs: limits.bodyTimeoutMs,
  })
  const tried = await compressOpen(decoded, call, settings)
  const identity = identify(incoming.fields, tried, settings)
  const compression = (await isRefused(tried, identity, settings))
    ? asOriginal(tried, decoded, 'bypass', 'upstream-refused-before')
    : tried
  const coding = fields.get('content-encoding')
  if (compression.isChanged && isEncoded) fields.delete('content-encoding')
  const body = compression.isChanged ? (compression.body as Uint8Array<ArrayBuffer>) : received
  const original = { received, decoded, coding }
  return {
    body,
    compression,
    isStream: compression.isStream ?? asksForStream(decoded),
    original,
    identity,
  }
}

/** Whether the upstream refused an earlier request of this conversation because it was rewritten. */
async function isRefused(
  { isChanged, reason }: Compression,
  identity: Promise<Identity | undefined>,
  { refused }: ProxySettings,
): Promise<boolean> {
  if (!isChanged) return false
  const session = (await identity)?.session
  // A store that the compressor has just waited for in vain is not waited for again.
  return session !== undefined && refused.has(session, reason !== STORE_LOST)
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
    const tenant = await tenantOf(call.incoming.fields)
    const { policy, shaping } = settings
    const asked = shaping === undefined ? {} : { shaping }
    return await settings.compressor.compress({ body, dialect, policy, tenant, ...asked })
  } catch {
    return passThrough(body, 'degraded', 'compressor-failed')
  }
}

/** For a body that nobody could read; it only chooses between two time limits, so that a search is enough. */
function asksForStream(body: Uint8Array): boolean {
  return /"stream"\s*:\s*true/.test(new TextDecoder().decode(body))
}

function respondFailure(call: ModelCall, error: unknown, settings: ProxySettings): Response {
  const isGone = error instanceof CallerGoneError || call.incoming.caller.isGone()
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
