/**
 * A number in [0, 1) that depends on the keys alone: whatever would be drawn at random is drawn by it, so that a build
 * gives the same samples everywhere. FNV-1a over UTF-16 units, with MurmurHash3's finaliser.
 */
export function chance(...keys: readonly (string | number)[]): number {
  return hash32(keys.join('\u001f')) / 0x100000000
}

/** 32 bits of a text. */
export function hash32(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}
