/** Hop-by-hop fields (RFC 9110 section 7.6.1): they end here. */
const HOP_BY_HOP = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]

/** Request fields that the proxy rebuilds, or that describe the client rather than its request. */
const REQUEST_DROPPED = [
  ...HOP_BY_HOP,
  'host',
  'content-length',
  'accept-encoding',
  'expect',
  'cookie',
  'forwarded',
  'x-real-ip',
  'x-session-id',
  'via',
]

const RESPONSE_DROPPED = [
  ...HOP_BY_HOP,
  'content-length',
  'set-cookie',
  'alt-svc',
  'strict-transport-security',
]

/** Codings that a `fetch` undoes by itself while it leaves the field in place. */
const DECODED_BY_FETCH = /^\s*(gzip|x-gzip|deflate|br)(\s*,\s*(gzip|x-gzip|deflate|br))*\s*$/i

/** The field by which a proxy recognises its own requests (RFC 9110 section 7.6.3). */
export const VIA_NAME = 'pith'

/** What goes upstream: the caller's fields without those of the hop, of this proxy and of other proxies. */
export function forwardedRequestHeaders(from: Headers): Headers {
  const dropped = new Set([...REQUEST_DROPPED, ...listedInConnection(from)])
  const headers = new Headers()
  for (const [name, value] of from) {
    if (dropped.has(name) || name.startsWith('x-pith-') || name.startsWith('x-forwarded-')) continue
    headers.append(name, value)
  }
  const via = from.get('via')
  headers.set('via', via === null ? `1.1 ${VIA_NAME}` : `${via}, 1.1 ${VIA_NAME}`)
  return headers
}

/** Whether a request has already been through a proxy of this name. */
export function hasLooped(headers: Headers): boolean {
  return new RegExp(`(^|,)\\s*[\\w./-]+\\s+${VIA_NAME}\\s*(,|$)`).test(headers.get('via') ?? '')
}

/** What goes back: a fresh, mutable copy of the upstream's fields without those of the hop. */
export function forwardedResponseHeaders(from: Headers): Headers {
  const dropped = new Set([...RESPONSE_DROPPED, ...listedInConnection(from)])
  const headers = new Headers()
  for (const [name, value] of from) {
    if (!dropped.has(name)) headers.append(name, value)
  }
  if (DECODED_BY_FETCH.test(headers.get('content-encoding') ?? '')) {
    headers.delete('content-encoding')
  }
  return headers
}

function listedInConnection(headers: Headers): string[] {
  return (headers.get('connection') ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '')
}
