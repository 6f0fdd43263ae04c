const WORD = 4
const LAST = 32

/**
 * Whether bytes begin with others. Conversations of one caller begin alike and end differently: the last bytes are
 * compared first, the rest in words of four where both arrays are aligned to them.
 */
export function startsWithBytes(bytes: Uint8Array, prefix: Uint8Array): boolean {
  const { length } = prefix
  if (length > bytes.length) return false
  for (let at = length - 1; at >= Math.max(0, length - LAST); at -= 1) {
    if (bytes[at] !== prefix[at]) return false
  }
  let at = 0
  if (bytes.byteOffset % WORD === 0 && prefix.byteOffset % WORD === 0) {
    const count = Math.floor(length / WORD)
    const left = new Int32Array(bytes.buffer, bytes.byteOffset, count)
    const right = new Int32Array(prefix.buffer, prefix.byteOffset, count)
    for (let word = 0; word < count; word += 1) if (left[word] !== right[word]) return false
    at = count * WORD
  }
  for (; at < length; at += 1) if (bytes[at] !== prefix[at]) return false
  return true
}
