import { rememberLatest } from '../credentials/remember-latest.ts'
import { presentedCredential } from '../credentials/resolve-target.ts'
import type { FieldReader } from '../wire/fields.ts'

/** Headers by which clients name a conversation, the first that is there counts. */
const SESSION_HEADERS = [
  'x-session-id',
  'x-claude-code-session-id',
  'session_id',
  'conversation_id',
]

const MAX_KNOWN_KEYS = 4096

const encoder = new TextEncoder()

/** What keeps the conversations of one caller apart from those of all others. */
export interface SessionKeys {
  /** The key of the caller: its credential, and nothing that it could choose. */
  tenant(fields: FieldReader): Promise<string>
  /** The key of a conversation of that caller: by its session header, else by how the transcript opens. */
  session(fields: FieldReader, opening: string): Promise<string>
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

  const sign = rememberLatest(MAX_KNOWN_KEYS, async (message) => {
    const signed = await crypto.subtle.sign('HMAC', await imported, encoder.encode(message))
    return [...new Uint8Array(signed)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  })

  const tenant = (fields: FieldReader): Promise<string> =>
    sign(join('tenant', presentedCredential(fields) ?? ''))
  return {
    tenant,
    async session(fields, opening) {
      const name = sessionName(fields)
      const kind = name === undefined ? 'opening' : 'session'
      return sign(join(kind, await tenant(fields), name ?? opening))
    },
  }
}

/** Each word with its length before it: no choice of words makes two lists the same. */
function join(...words: string[]): string {
  return words.map((word) => `${word.length}:${word}`).join('')
}

/** The session id that a caller chose, if any. */
export function sessionName(fields: FieldReader): string | undefined {
  for (const name of SESSION_HEADERS) {
    const value = fields.get(name)
    if (value != null && value !== '') return value
  }
  return undefined
}

/** The part of a session's key that callers may see: it tells conversations apart, and nobody can be named by it. */
export function sessionLabel(session: string): string {
  return session.slice(0, 16)
}
