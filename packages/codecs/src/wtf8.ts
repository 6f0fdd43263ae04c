const LONE_SURROGATE = /\p{Surrogate}/u

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { ignoreBOM: true, fatal: true })

/** Bytes of a text, and whether they are UTF-8 or, for lone surrogates, the WTF-8 of Simon Sapin (2018). */
export function bytesOfText(text: string): { bytes: Uint8Array; isWtf8: boolean } {
  if (!LONE_SURROGATE.test(text)) return { bytes: encoder.encode(text), isWtf8: false }
  const bytes = new Uint8Array(text.length * 3)
  let offset = 0
  for (const character of text) {
    const code = character.codePointAt(0) as number
    if (isSurrogate(code)) {
      bytes.set([0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63)], offset)
      offset += 3
    } else {
      offset += encoder.encodeInto(character, bytes.subarray(offset)).written
    }
  }
  return { bytes: bytes.slice(0, offset), isWtf8: true }
}

/**
 * The text of UTF-8 bytes, a byte order mark kept.
 * @throws {TypeError} for bytes that are no UTF-8
 */
export function textOfUtf8(bytes: Uint8Array): string {
  return decoder.decode(bytes)
}

/**
 * The text of WTF-8 bytes, code unit for code unit.
 * @throws {TypeError} for bytes that are no WTF-8
 */
export function textOfWtf8(bytes: Uint8Array): string {
  const parts: string[] = []
  let start = 0
  for (let index = 0; index + 2 < bytes.length; index++) {
    if (bytes[index] !== 0xed || (bytes[index + 1] as number) < 0xa0) continue
    parts.push(decoder.decode(bytes.subarray(start, index)))
    parts.push(
      String.fromCharCode(0xd000 | ((bytes[index + 1]! & 63) << 6) | (bytes[index + 2]! & 63)),
    )
    index += 2
    start = index + 1
  }
  parts.push(decoder.decode(bytes.subarray(start)))
  return parts.join('')
}

function isSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdfff
}
