import type { FieldReader } from '../wire/fields.ts'
import { rememberLatest } from './remember-latest.ts'
import { presentedCredential } from './resolve-target.ts'

const MAX_TENANTS = 4096

const encoder = new TextEncoder()

/**
 * Names whose conversation a request belongs to: a hash over its credential and its `X-Session-ID`, in hexadecimal. The
 * session alone never opens anything; without either, all callers are one tenant.
 */
export function tenantOf(fields: FieldReader): Promise<string> {
  const credential = presentedCredential(fields) ?? ''
  const session = fields.get('x-session-id') ?? ''
  return hash(JSON.stringify([credential, session]))
}

const hash = rememberLatest(MAX_TENANTS, async (named) => {
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', encoder.encode(named)))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
})
