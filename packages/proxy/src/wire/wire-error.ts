import type { ProviderName } from './providers.ts'

/** An error that the proxy itself answers with, in the shape that the caller's SDK expects. */
export interface WireError {
  readonly status: number
  /** The vendor's class of error, as OpenAI and Anthropic spell it. */
  readonly type: string
  /** A stable word for programs. */
  readonly code: string
  /** For people: what was found and what to do. Never text of an exception or of the upstream. */
  readonly message: string
  readonly retryAfterSeconds?: number
}

/** Every error of our own, by name (status table of RFC 9110 and the vendors' documents). */
export interface WireErrors {
  readonly badBody: (message: string) => WireError
  readonly unauthorized: (message: string) => WireError
  readonly forbidden: (message: string) => WireError
  readonly slowBody: () => WireError
  readonly tooLarge: (maxBytes: number) => WireError
  readonly unknownCoding: (coding: string) => WireError
  readonly notFound: (path: string) => WireError
  readonly wrongMethod: (path: string, method: string) => WireError
  readonly internal: () => WireError
  readonly noWebSocket: () => WireError
  readonly upstreamUnreachable: () => WireError
  readonly upstreamRedirect: () => WireError
  readonly overloaded: () => WireError
  readonly upstreamTimeout: () => WireError
  readonly upstreamBroken: () => WireError
  readonly eventTooLarge: (maxBytes: number) => WireError
  readonly loop: () => WireError
}

/** Makes each of our own errors. */
export const WIRE_ERRORS: WireErrors = {
  badBody: (message) => ({
    status: 400,
    type: 'invalid_request_error',
    code: 'invalid_body',
    message,
  }),
  unauthorized: (message) => ({
    status: 401,
    type: 'authentication_error',
    code: 'unauthorized',
    message,
  }),
  forbidden: (message) => ({
    status: 403,
    type: 'permission_error',
    code: 'forbidden',
    message,
  }),
  slowBody: () => ({
    status: 408,
    type: 'invalid_request_error',
    code: 'request_timeout',
    message: 'The request body did not arrive in time. Send it again.',
  }),
  tooLarge: (maxBytes) => ({
    status: 413,
    type: 'request_too_large',
    code: 'request_too_large',
    message: `The request body exceeds ${maxBytes} bytes after decoding. Send less, or raise the limit of the proxy.`,
  }),
  unknownCoding: (coding) => ({
    status: 415,
    type: 'invalid_request_error',
    code: 'unsupported_content_encoding',
    message: `The content-encoding "${coding}" cannot be decoded here. Use gzip, deflate, br, zstd or none.`,
  }),
  notFound: (path) => ({
    status: 404,
    type: 'invalid_request_error',
    code: 'not_found',
    message: `There is no ${path} here.`,
  }),
  wrongMethod: (path, method) => ({
    status: 405,
    type: 'invalid_request_error',
    code: 'method_not_allowed',
    message: `${path} takes ${method} only.`,
  }),
  internal: () => ({
    status: 500,
    type: 'server_error',
    code: 'internal_error',
    message: 'The proxy failed to answer. Its log says why.',
  }),
  noWebSocket: () => ({
    status: 426,
    type: 'invalid_request_error',
    code: 'websocket_unsupported',
    message: 'The proxy speaks no WebSocket. Use HTTP: answers stream there as server-sent events.',
  }),
  upstreamUnreachable: () => ({
    status: 502,
    type: 'api_error',
    code: 'upstream_unreachable',
    message: 'The upstream could not be reached. Check its base URL and the network.',
  }),
  upstreamRedirect: () => ({
    status: 502,
    type: 'api_error',
    code: 'upstream_redirect',
    message:
      'The upstream answered with a redirect, which is never followed. Set its final base URL.',
  }),
  overloaded: () => ({
    status: 503,
    type: 'overloaded_error',
    code: 'proxy_overloaded',
    message: 'The proxy is draining or at its limit. Try again.',
    retryAfterSeconds: 1,
  }),
  upstreamTimeout: () => ({
    status: 504,
    type: 'api_error',
    code: 'upstream_timeout',
    message: 'The upstream did not answer in time.',
  }),
  upstreamBroken: () => ({
    status: 502,
    type: 'api_error',
    code: 'upstream_broken',
    message: 'The upstream broke off before its answer was complete.',
  }),
  eventTooLarge: (maxBytes) => ({
    status: 502,
    type: 'api_error',
    code: 'upstream_event_too_large',
    message: `The upstream sent an event of more than ${maxBytes} bytes.`,
  }),
  loop: () => ({
    status: 508,
    type: 'invalid_request_error',
    code: 'proxy_loop',
    message: 'The request already came through this proxy. Point the upstream elsewhere.',
  }),
}

const GEMINI_STATUS: Readonly<Record<number, string>> = {
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  503: 'UNAVAILABLE',
  504: 'DEADLINE_EXCEEDED',
}

/** Writes an error as the JSON body of the given vendor. */
export function renderWireError(
  error: WireError,
  provider: ProviderName,
  requestId: string,
): Record<string, unknown> {
  const { message, type, code, status } = error
  if (provider === 'anthropic') {
    return { type: 'error', error: { type, message }, request_id: requestId }
  }
  if (provider === 'gemini') {
    return { error: { code: status, message, status: GEMINI_STATUS[status] ?? 'INTERNAL' } }
  }
  return { error: { message, type, param: null, code } }
}

/** The whole answer for an error of our own. */
export function respondWireError(
  error: WireError,
  provider: ProviderName,
  requestId: string,
): Response {
  const headers = new Headers({
    'content-type': 'application/json',
    'cache-control': 'private, no-store',
    'x-request-id': requestId,
    'x-pith-status': `bypass;reason=${error.code}`,
  })
  if (error.retryAfterSeconds !== undefined)
    headers.set('retry-after', String(error.retryAfterSeconds))
  return new Response(JSON.stringify(renderWireError(error, provider, requestId)), {
    status: error.status,
    headers,
  })
}

/** Thrown inside the proxy where only an error answer can follow; carries that answer. */
export class WireFailure extends Error {
  readonly wire: WireError

  constructor(wire: WireError, cause?: unknown) {
    super(wire.message, { cause })
    this.name = 'WireFailure'
    this.wire = wire
  }
}
