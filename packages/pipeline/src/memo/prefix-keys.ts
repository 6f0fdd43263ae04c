import type { Transcript } from '../transcript.ts'

/** What a memo key binds beside the transcript; entries of different tenants or policies never meet. */
export interface MemoScope {
  readonly tenant: string
  /** `policyVersion` of the policy that the conversation began with. */
  readonly policyVersion: string
  readonly encoding: string
  readonly dialect: string
}

const encoder = new TextEncoder()

/**
 * One key per prefix of the transcript, the shortest first: HMAC-SHA-256 over the scope and a running hash of roles and
 * texts (never ids or cache marks), in hexadecimal.
 * @param purpose keeps entries of different kinds apart. @default the fold's record
 */
export async function prefixKeys(
  transcript: Transcript,
  scope: MemoScope,
  secret: Uint8Array,
  purpose?: string,
): Promise<string[]> {
  // Browsers hide it from pages that are not served over https or from localhost.
  const { subtle } = globalThis.crypto as { readonly subtle: SubtleCrypto | undefined }
  if (subtle === undefined) {
    throw new TypeError(
      'crypto.subtle is missing; keys need a secure context, serve the page over https',
    )
  }
  const hmac = { name: 'HMAC', hash: 'SHA-256' }
  const key = await subtle.importKey('raw', new Uint8Array(secret), hmac, false, ['sign'])
  const { tenant, policyVersion, encoding, dialect } = scope
  const head = [tenant, policyVersion, encoding, dialect, transcript.restrictions ?? {}]
  if (purpose !== undefined) head.push(purpose)
  let running = await subtle.digest('SHA-256', encoder.encode(JSON.stringify(head)))
  const keys: string[] = []
  for (const { role, kind, label, text } of transcript.parts) {
    const part = encoder.encode(JSON.stringify([role, kind, label, text]))
    const bytes = new Uint8Array(running.byteLength + part.length)
    bytes.set(new Uint8Array(running))
    bytes.set(part, running.byteLength)
    running = await subtle.digest('SHA-256', bytes)
    keys.push(hex(await subtle.sign('HMAC', key, running)))
  }
  return keys
}

function hex(bytes: ArrayBuffer): string {
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
