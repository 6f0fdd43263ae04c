import type { Compression } from './compression/compressor.ts'
import type { Target } from './credentials/resolve-target.ts'
import type { Forwarded } from './forward.ts'
import type { ModelCall } from './handle-model-request.ts'
import { accountOf } from './ledger/account.ts'
import type { ProxySettings } from './options.ts'
import { type Receipt, receiptHeaders } from './receipt.ts'
import { contentKindOf } from './restore/content-kind.ts'
import { openLanes } from './restore/open-lanes.ts'
import { createEventRestorer, restoreAnswer } from './restore/restore-answer.ts'
import { type Identity, recordTurn } from './sessions/record-turn.ts'
import { sessionLabel } from './sessions/session-key.ts'
import { parseEventJson } from './stream/event-json.ts'
import type { EventRewriter } from './stream/relay-events.ts'
import { relayEvents } from './stream/relay-events.ts'
import { createStreamReading, type UpstreamUsage } from './stream/stream-reading.ts'
import { readAnswerUsage } from './stream/usage.ts'
import { type Exchange, isOk } from './upstream/exchange.ts'
import { relayBytes } from './upstream/forward-opaque.ts'
import { readAnswer } from './upstream/read-answer.ts'
import { forwardedResponseFields } from './wire/headers.ts'
import type { DialectName } from './wire/providers.ts'
import { WIRE_ERRORS, WireFailure } from './wire/wire-error.ts'

/** Statuses that have no body (RFC 9110). */
const BODILESS = new Set([101, 204, 205, 304])

/** What an answer depends on beside the exchange that brings it. */
export interface AnswerContext {
  readonly target: Target
  readonly identity: Identity | undefined
  readonly settings: ProxySettings
}

/** Turns the upstream's answer into the caller's. */
export async function respondAnswer(
  call: ModelCall,
  sent: Forwarded,
  context: AnswerContext,
): Promise<Response> {
  const { exchange, compression } = sent
  const { settings } = context
  const isRead = call.route.dialect !== undefined
  const isSafe = call.request.method === 'GET' || call.request.method === 'HEAD'
  if (exchange.status >= 300 && exchange.status < 400 && exchange.status !== 304 && !isSafe) {
    exchange.abort()
    throw new WireFailure(WIRE_ERRORS.upstreamRedirect())
  }
  const headers = answerHeaders(call, exchange, compression, context.identity)
  const report = createReport(call, sent, context)
  const init = { status: exchange.status, statusText: exchange.statusText, headers }
  if (BODILESS.has(exchange.status) || call.request.method === 'HEAD') {
    exchange.abort()
    report({ outcome: 'complete' })
    return new Response(null, init)
  }
  const type = exchange.fields.get('content-type') ?? ''
  if (isRead && isOk(exchange.status) && type.includes('text/event-stream')) {
    return new Response(
      streamAnswer(call, exchange, { headers, compression, report, settings }),
      init,
    )
  }
  if (isRead) {
    const bytes = await readAnswer(exchange, settings.limits.maxEventBytes)
    report({ outcome: 'complete', ...usageOf(bytes, type) })
    return new Response(restoreWhole(call, bytes, compression), init)
  }
  const { breakConnection } = settings
  const cut = breakConnection && (() => breakConnection(call.env))
  return new Response(
    relayBytes(exchange, cut, (outcome) => report({ outcome })),
    init,
  )
}

interface StreamContext {
  readonly headers: Record<string, string>
  readonly compression: Compression
  readonly report: Report
  readonly settings: ProxySettings
}

function streamAnswer(
  call: ModelCall,
  exchange: Exchange,
  { headers, compression, report, settings }: StreamContext,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  headers['cache-control'] = 'no-cache, no-transform'
  headers['x-accel-buffering'] = 'no'
  const dialect = call.route.dialect ?? 'openai-chat'
  const reading = createStreamReading(dialect)
  const rewriter = createRewriter(dialect, compression)
  return relayEvents(exchange, reading, {
    maxEventBytes: settings.limits.maxEventBytes,
    keepaliveMs: settings.limits.keepaliveMs,
    ...(rewriter && { rewriter }),
    onEnd({ outcome, code }) {
      const usage = reading.usage()
      const malformedEvents = reading.malformedEvents()
      report({
        outcome,
        ...(code && { failure: code }),
        ...(usage && { usage }),
        ...(malformedEvents > 0 && { malformedEvents }),
      })
    },
  })
}

/** The aliases are those of this very request: nothing is looked up by alias when the answer comes. */
function createRewriter(dialect: DialectName, compression: Compression): EventRewriter | undefined {
  const { aliases, body } = compression
  if (aliases.length === 0) return undefined
  return createEventRestorer(dialect, openLanes(aliases), contentKindOf(body))
}

function restoreWhole(
  call: ModelCall,
  bytes: Uint8Array<ArrayBuffer>,
  { aliases, body }: Compression,
): BodyInit {
  const { dialect } = call.route
  if (dialect === undefined || aliases.length === 0) return bytes
  const source = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
  const restored = restoreAnswer(source, dialect, openLanes(aliases), contentKindOf(body))
  return restored === source ? bytes : restored
}

function answerHeaders(
  call: ModelCall,
  exchange: Exchange,
  compression: Compression,
  identity: Identity | undefined,
): Record<string, string> {
  const headers = forwardedResponseFields(exchange.fields)
  Object.assign(headers, receiptHeaders(compression))
  if (identity !== undefined) headers['x-pith-session'] = sessionLabel(identity.session)
  headers['x-request-id'] ??= call.requestId
  if (call.route.dialect !== undefined) {
    headers['cache-control'] = 'private, no-store'
    headers.vary = headers.vary === undefined ? 'authorization' : `${headers.vary}, authorization`
  }
  return headers
}

type Report = (
  end: Pick<Receipt, 'outcome' | 'malformedEvents'> & {
    readonly failure?: string
    readonly usage?: UpstreamUsage
  },
) => void

/** Tells the operator of the request and, unless its caller left, counts it as a turn of its conversation. */
function createReport(
  call: ModelCall,
  { exchange, compression, retries, isResent }: Forwarded,
  { target, identity, settings }: AnswerContext,
): Report {
  const { dialect, provider } = call.route
  const { model, fidelity, approximate, tokensBefore, tokensAfter, stages } = compression
  const { prefixDrift, volatile } = compression
  return (end) => {
    if (identity && end.outcome !== 'caller-gone') recordTurn(identity, compression, settings)
    settings.onReceipt({
      requestId: call.requestId,
      route: dialect === undefined ? 'opaque' : call.path,
      provider,
      ...(dialect && { dialect }),
      ...(model !== undefined && { model }),
      status: exchange.status,
      compression: compression.status,
      reason: compression.reason,
      ...(fidelity && { fidelity }),
      ...(approximate !== undefined && { approximate }),
      ...(tokensBefore !== undefined && { tokensBefore }),
      ...(tokensAfter !== undefined && { tokensAfter }),
      stages,
      ...(prefixDrift && { prefixDrift }),
      ...(volatile && { volatile }),
      ...(retries > 0 && { retries }),
      ...(isResent && { isResent }),
      isDemo: target.isDemo,
      compressionMs: compression.elapsedMs,
      ...accountOf(compression, end.usage),
      ...end,
    })
  }
}

function usageOf(bytes: Uint8Array, type: string): { readonly usage?: UpstreamUsage } {
  if (!type.includes('json')) return {}
  const body = parseEventJson(new TextDecoder().decode(bytes))
  const usage = body && readAnswerUsage(body)
  return usage === undefined ? {} : { usage }
}
