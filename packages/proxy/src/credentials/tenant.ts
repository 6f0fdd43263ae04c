import { presentedCredential } from './resolve-target.ts'

const encoder = new TextEncoder()

/**
 * Names whose conversation a request belongs to: a hash over its credential and its `X-Session-ID`, in hexadecimal. The
 * session alone never opens anything; without either, all callers are one tenant.
 */
export async function tenantOf(headers: Headers): Promise<string> {
  const credential = presentedCredential(headers) ?? ''
  const session = headers.get('x-session-id') ?? ''
  const named = encoder.encode(JSON.stringify([credential, session]))
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', named))
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
