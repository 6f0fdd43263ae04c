import { presentedCredential } from '../credentials/resolve-target.ts'

/** Headers by which clients name a conversation, the first that is there counts. */
const SESSION_HEADERS = [
  'x-session-id',
  'x-claude-code-session-id',
  'session_id',
  'conversation_id',
]

const MAX_KNOWN_TENANTS = 1000

const encoder = new TextEncoder()

/** What keeps the conversations of one caller apart from those of all others. */
export interface SessionKeys {
  /** The key of the caller: its credential, and nothing that it could choose. */
  tenant(headers: Headers): Promise<string>
  /** The key of a conversation of that caller: by its session header, else by how the transcript opens. */
  session(headers: Headers, opening: string): Promise<string>
}

/**
 * Makes keys as HMAC-SHA256 over the credential and the session id, each with its length: a session id may be any text of
 * any length, cannot reach another tenant's key, and cannot be read from it.
 */
export function createSessionKeys(secret: Uint8Array): SessionKeys {
  const imported = crypto.subtle.importKey(
    'raw',
    Uint8Array.from(secret),
    { name: 'HMAC', hash: 'SHA-256' },
    false,
    ['sign'],
  )

  async function sign(...words: string[]): Promise<string> {
    const message = encoder.encode(words.map((word) => `${word.length}:${word}`).join(''))
    const bytes = new Uint8Array(await crypto.subtle.sign('HMAC', await imported, message))
    return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  }

  // A caller comes again and again with one credential: its key is made once.
  const known = new Map<string, Promise<string>>()

  function tenant(headers: Headers): Promise<string> {
    const credential = presentedCredential(headers) ?? ''
    const key = known.get(credential) ?? sign('tenant', credential)
    known.delete(credential)
    known.set(credential, key)
    if (known.size > MAX_KNOWN_TENANTS) known.delete(known.keys().next().value ?? '')
    return key
  }

  return {
    tenant,
    async session(headers, opening) {
      const name = sessionName(headers)
      const kind = name === undefined ? 'opening' : 'session'
      return sign(kind, await tenant(headers), name ?? opening)
    },
  }
}

/** The session id that a caller chose, if any. */
export function sessionName(headers: Headers): string | undefined {
  for (const name of SESSION_HEADERS) {
    const value = headers.get(name)
    if (value !== null && value !== '') return value
  }
  return undefined
}
