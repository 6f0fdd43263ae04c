/**
 * Counts the windows of `width` bytes of a prior that stand verbatim in a source: with strings of at most
 * `width - 1` bytes, none may.
 */
export function countVerbatimWindows(prior, width, sources) {
  const windows = new Set()
  for (let at = 0; at + width <= prior.length; at++) {
    windows.add(prior.subarray(at, at + width).toString('latin1'))
  }
  const hashes = new Uint8Array(1 << 24)
  for (const window of windows) hashes[hashOf(Buffer.from(window, 'latin1'), 0, width)] = 1
  let found = 0
  for (const source of sources) found += countIn(Buffer.from(source), width, windows, hashes)
  return found
}

function countIn(source, width, windows, hashes) {
  if (source.length < width) return 0
  let top = 1
  for (let i = 1; i < width; i++) top = Math.imul(top, PRIME)
  let hash = 0
  let found = 0
  for (let i = 0; i < source.length; i++) {
    if (i >= width) hash = (hash - Math.imul(top, source[i - width])) | 0
    hash = (Math.imul(hash, PRIME) + source[i]) | 0
    if (i + 1 < width || hashes[mixed(hash)] === 0) continue
    if (windows.has(source.subarray(i + 1 - width, i + 1).toString('latin1'))) found++
  }
  return found
}

const PRIME = 0x01000193

function hashOf(bytes, from, width) {
  let hash = 0
  for (let i = from; i < from + width; i++) hash = (Math.imul(hash, PRIME) + bytes[i]) | 0
  return mixed(hash)
}

function mixed(hash) {
  return Math.imul(hash, 0x9e3779b1) >>> 8
}
