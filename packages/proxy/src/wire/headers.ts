import type { FieldReader, Fields } from './fields.ts'

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
const REQUEST_DROPPED = new Set([
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
])

const RESPONSE_DROPPED = new Set([
  ...HOP_BY_HOP,
  'content-length',
  'set-cookie',
  'alt-svc',
  'strict-transport-security',
])

/** Codings that a `fetch` undoes by itself while it leaves the field in place. */
const DECODED_BY_FETCH = /^\s*(gzip|x-gzip|deflate|br)(\s*,\s*(gzip|x-gzip|deflate|br))*\s*$/i

/** The field by which a proxy recognises its own requests (RFC 9110 section 7.6.3). */
export const VIA_NAME = 'pith'

/** What goes upstream: the caller's fields without those of the hop, of this proxy and of other proxies. */
export function forwardedRequestFields(from: FieldSource): Fields {
  const listed = listedInConnection(from)
  const fields: Fields = new Map()
  for (const [name, value] of from) {
    if (REQUEST_DROPPED.has(name) || listed.includes(name) || isOwnName(name)) continue
    fields.set(name, value)
  }
  const via = from.get('via')
  fields.set('via', via == null ? `1.1 ${VIA_NAME}` : `${via}, 1.1 ${VIA_NAME}`)
  return fields
}

/** A name that this proxy, or one before it, gives to what it says of a request. */
function isOwnName(name: string): boolean {
  return name.startsWith('x-') && (name.startsWith('x-pith-') || name.startsWith('x-forwarded-'))
}

/** Header fields that can be looked up and listed. */
export type FieldSource = FieldReader & Iterable<readonly [string, string]>

const LOOPED = new RegExp(`(^|,)\\s*[\\w./-]+\\s+${VIA_NAME}\\s*(,|$)`)

/** Whether a request has already been through a proxy of this name. */
export function hasLooped(fields: FieldReader): boolean {
  const via = fields.get('via')
  return via != null && LOOPED.test(via)
}

/** What goes back: the upstream's fields without those of the hop, as `Response` takes them. */
export function forwardedResponseFields(from: FieldSource): Record<string, string> {
  const listed = listedInConnection(from)
  const fields: Record<string, string> = {}
  for (const [name, value] of from) {
    if (!RESPONSE_DROPPED.has(name) && !listed.includes(name)) fields[name] = value
  }
  if (DECODED_BY_FETCH.test(fields['content-encoding'] ?? '')) delete fields['content-encoding']
  return fields
}

const NOTHING: readonly string[] = []

function listedInConnection(fields: FieldReader): readonly string[] {
  const connection = fields.get('connection')
  if (connection == null || connection === 'keep-alive' || connection === 'close') return NOTHING
  return connection.split(',').map((name) => name.trim().toLowerCase())
}
