import type { UpstreamFetch } from '../upstream/upstream-fetch.ts'
import type { FieldReader, Fields } from '../wire/fields.ts'
import type { ProviderName } from '../wire/providers.ts'
import { WIRE_ERRORS, WireFailure } from '../wire/wire-error.ts'
import { equalsSecret } from './equals-secret.ts'

/** Where one provider is, and the operator's key for it. */
export interface Upstream {
  readonly baseUrl: string
  /** Whether the operator named the base URL: such an upstream may need no credential at all. */
  readonly isConfigured: boolean
  readonly key: string | undefined
}

/** Who may use the operator's keys, and who answers where there are none. */
export interface CredentialPolicy {
  readonly upstreams: Readonly<Record<ProviderName, Upstream>>
  readonly clientToken: string | undefined
  readonly fetch: UpstreamFetch
  readonly demo: UpstreamFetch | undefined
}

/** Where a request is sent, and by what. */
export interface Target {
  readonly baseUrl: string
  readonly fetch: UpstreamFetch
  readonly isDemo: boolean
}

/** The header in which each provider expects its key. */
const KEY_HEADERS: Readonly<Record<ProviderName, (key: string) => readonly [string, string]>> = {
  openai: (key) => ['authorization', `Bearer ${key}`],
  anthropic: (key) => ['x-api-key', key],
  gemini: (key) => ['x-goog-api-key', key],
}

const CREDENTIAL_HEADERS = ['authorization', 'x-api-key', 'api-key', 'x-goog-api-key']

/**
 * Decides where a request goes and rewrites its credential in `fields`. A caller's own credential goes to the upstream
 * as it came; the operator's key is put in only for a caller that presents the client token, which itself never leaves.
 * A caller without any credential is answered by the demo upstream, where there is one and nothing else is configured.
 * `caller` is `operator` for the proxy's own routes, whose guard has let the request in.
 */
export async function resolveTarget(
  provider: ProviderName,
  fields: Fields,
  policy: CredentialPolicy,
  caller: 'unknown' | 'operator' = 'unknown',
): Promise<Target> {
  const upstream = policy.upstreams[provider]
  const presented = presentedCredential(fields)
  const own: Target = { baseUrl: upstream.baseUrl, fetch: policy.fetch, isDemo: false }
  const isOperator =
    (caller === 'operator' && presented === undefined) ||
    (presented !== undefined &&
      policy.clientToken !== undefined &&
      (await equalsSecret(presented, policy.clientToken)))
  if (presented !== undefined && !isOperator) return own
  if (!isOperator && (upstream.isConfigured || upstream.key !== undefined)) return own
  // Gemini's key may stand in the query, which goes on as it is.
  if (!isOperator && provider === 'gemini') return own
  for (const name of CREDENTIAL_HEADERS) fields.delete(name)
  if (upstream.key !== undefined) {
    fields.set(...KEY_HEADERS[provider](upstream.key))
    return own
  }
  if (upstream.isConfigured) return own
  if (policy.demo !== undefined) return { ...own, fetch: policy.demo, isDemo: true }
  if (!isOperator) return own
  throw new WireFailure(
    WIRE_ERRORS.unauthorized('The proxy holds no key for this provider. Send your own.'),
  )
}

/** The credential in a request: a bearer token or one of the vendors' key headers. */
export function presentedCredential(fields: FieldReader): string | undefined {
  for (const name of CREDENTIAL_HEADERS) {
    const value = fields
      .get(name)
      ?.replace(/^bearer\s+/i, '')
      .trim()
    if (value !== undefined && value !== '') return value
  }
  return undefined
}
