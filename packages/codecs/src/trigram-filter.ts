/** Bits a distinct trigram takes, and probes a look-up makes: 15 % false alarms a trigram, next to none a word. */
const BITS_PER_TRIGRAM = 4
const PROBES = 3
const TRIGRAM_BYTES = 3

/**
 * A Bloom filter over the byte trigrams of a text: says for certain that a query is absent, so that a search decodes
 * only what may hold it. Half a byte a distinct trigram.
 */
export function createTrigramFilter(bytes: Uint8Array): Uint8Array {
  const trigrams = new Set<number>()
  for (let index = 0; index + TRIGRAM_BYTES <= bytes.length; index++) {
    trigrams.add(trigramAt(bytes, index))
  }
  const filter = new Uint8Array(Math.ceil((trigrams.size * BITS_PER_TRIGRAM) / 8))
  for (const trigram of trigrams) {
    for (const bit of probes(trigram, filter.length * 8)) filter[bit >> 3]! |= 1 << (bit & 7)
  }
  return filter
}

/**
 * Whether the text behind the filter may hold the query; never false for one that does. Queries below three bytes,
 * and texts without a filter, are always possible.
 */
export function mayContain(filter: Uint8Array, query: Uint8Array): boolean {
  if (filter.length === 0) return true
  for (let index = 0; index + TRIGRAM_BYTES <= query.length; index++) {
    const bits = probes(trigramAt(query, index), filter.length * 8)
    if (bits.some((bit) => (filter[bit >> 3]! & (1 << (bit & 7))) === 0)) return false
  }
  return true
}

function trigramAt(bytes: Uint8Array, index: number): number {
  return (bytes[index]! << 16) | (bytes[index + 1]! << 8) | bytes[index + 2]!
}

/** Double hashing (Kirsch and Mitzenmacher 2006): two hashes stand for all probes. */
function probes(trigram: number, bits: number): number[] {
  const first = Math.imul(trigram ^ (trigram >>> 11), 0x9e3779b1) >>> 0
  const second = (Math.imul(trigram ^ (trigram >>> 7), 0x85ebca6b) >>> 0) | 1
  return Array.from({ length: PROBES }, (_, probe) => ((first + probe * second) >>> 0) % bits)
}
