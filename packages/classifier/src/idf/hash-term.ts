/** Bits of a hash: few enough for a small table, enough that an unknown term is taken for a known one once in hundreds. */
export const HASH_BITS = 24

const OFFSET = 0x811c9dc5
const PRIME = 0x01000193
const MIX = 0x85ebca6b

/** A hash of a term (FNV-1a over its UTF-16 code units, mixed once more), of `HASH_BITS` bits. */
export function hashTerm(term: string): number {
  let hash = OFFSET
  for (let i = 0; i < term.length; i++) hash = Math.imul(hash ^ term.charCodeAt(i), PRIME)
  hash = Math.imul(hash ^ (hash >>> 16), MIX)
  return (hash ^ (hash >>> 13)) >>> (32 - HASH_BITS)
}
