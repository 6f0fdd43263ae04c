import { hexOfBytes } from './hex.ts'

/** SHA-256 of bytes as 64 hex digits, from the runtime's own WebCrypto. */
export async function sha256Hex(bytes: Uint8Array): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>)
  return hexOfBytes(new Uint8Array(digest))
}
