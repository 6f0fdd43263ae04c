import type { FieldReader } from './fields.ts'

/** The model APIs that the proxy speaks for. */
export type ProviderName = 'openai' | 'anthropic' | 'gemini'

/** JSON shapes whose text fields the proxy knows; the names are those of `@x/pipeline/dialects`. */
export type DialectName = 'openai-chat' | 'openai-responses' | 'anthropic'

/** What a path means: where it goes and, where its text is known, in which shape. */
export interface Route {
  readonly provider: ProviderName
  readonly dialect?: DialectName
}

/** Routes whose bodies are read. All others pass as opaque streams. */
const READ_ROUTES: Readonly<Record<string, Route>> = {
  '/v1/chat/completions': { provider: 'openai', dialect: 'openai-chat' },
  '/v1/responses': { provider: 'openai', dialect: 'openai-responses' },
  '/v1/messages': { provider: 'anthropic', dialect: 'anthropic' },
}

/**
 * Says where a request goes. Paths that both OpenAI and Anthropic have (`/v1/models`, `/v1/files`) are told apart by the
 * headers that Anthropic's clients always send.
 */
export function resolveRoute(method: string, path: string, fields: FieldReader): Route {
  const normalized = path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path
  const read = method === 'POST' ? READ_ROUTES[normalized] : undefined
  if (read !== undefined) return read
  if (/^\/(v1beta|v1alpha|upload\/v1beta)(\/|$)/.test(path)) return { provider: 'gemini' }
  if (/^\/v1\/(messages|complete)(\/|$)/.test(path)) return { provider: 'anthropic' }
  if (fields.has('anthropic-version') || fields.has('x-api-key')) return { provider: 'anthropic' }
  if (fields.has('x-goog-api-key')) return { provider: 'gemini' }
  return { provider: 'openai' }
}

/**
 * Joins a base URL and a request path. SDKs write OpenAI's base with `/v1` at its end and servers without it: both are
 * understood.
 */
export function joinUpstreamUrl(baseUrl: string, path: string, search: string): string {
  const base = baseUrl.replace(/\/+$/, '')
  const version = /\/v1(beta|alpha)?$/.exec(base)?.[0]
  const rest =
    version !== undefined && path.startsWith(`${version}/`) ? path.slice(version.length) : path
  return `${base}${rest}${search}`
}
