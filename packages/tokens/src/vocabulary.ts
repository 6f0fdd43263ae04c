import type { Ranks } from './ranks.ts'

/** Rank of what is in no vocabulary: higher than any, so that the lowest pair wins without a second test. */
export const NO_RANK = 0x7fffffff

/** Token bytes of one encoding, to be looked up by bytes and by rank. */
export interface Vocabulary {
  /** All token bytes in rank order. */
  readonly pool: Uint8Array
  /** Where a rank's bytes start in `pool`; they end where the next rank's start. A hole has no bytes. */
  readonly starts: Uint32Array
  /** Rank of `bytes[start..end)`, or {@link NO_RANK}. */
  rankOf(bytes: Uint8Array, start: number, end: number): number
  /** The same for one with the hash at hand. */
  rankOfHashed(bytes: Uint8Array, start: number, end: number, hash: number): number
  /** Rank of two bytes, at `first << 8 | second`, or {@link NO_RANK}. */
  readonly rankOfPair: Int32Array
  /** Rank of one byte. */
  readonly rankOfByte: Int32Array
}

/** Hash of `bytes[start..end)`, 32 bits: FNV-1a with a last mix, since tables take its low bits. */
export function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5
  for (let at = start; at < end; at += 1) hash = Math.imul(hash ^ (bytes[at] as number), 0x01000193)
  return hash ^ (hash >>> 15)
}

/** Reads a rank file into typed arrays: base64 straight to bytes, no string per token. */
export function readVocabulary(ranks: Ranks): Vocabulary {
  const { pool, starts } = readPool(ranks.bpe_ranks)
  const size = starts.length - 1
  const slots = createSlots(size)
  const mask = slots.length / 2 - 1
  const longest = fillSlots(slots, pool, starts)

  function rankOfHashed(bytes: Uint8Array, start: number, end: number, hash: number): number {
    if (end - start > longest) return NO_RANK
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const entry = slots[2 * slot + 1] as number
      if (entry === 0) return NO_RANK
      if (slots[2 * slot] === hash && holds(entry - 1, bytes, start, end)) return entry - 1
    }
  }

  function holds(rank: number, bytes: Uint8Array, start: number, end: number): boolean {
    const from = starts[rank] as number
    const length = end - start
    if ((starts[rank + 1] as number) - from !== length) return false
    for (let index = 0; index < length; index += 1) {
      if (pool[from + index] !== bytes[start + index]) return false
    }
    return true
  }

  const rankOf = (bytes: Uint8Array, start: number, end: number): number =>
    end - start > longest ? NO_RANK : rankOfHashed(bytes, start, end, hashOf(bytes, start, end))
  return { pool, starts, rankOf, rankOfHashed, ...shortRanks(pool, starts) }
}

function createSlots(size: number): Int32Array {
  let capacity = 1024
  while (capacity < 2 * size) capacity *= 2
  return new Int32Array(2 * capacity)
}

/** Open addressing, pairs of hash and rank + 1; returns the length of the longest token. */
function fillSlots(slots: Int32Array, pool: Uint8Array, starts: Uint32Array): number {
  const mask = slots.length / 2 - 1
  let longest = 0
  for (let rank = 0; rank + 1 < starts.length; rank += 1) {
    const start = starts[rank] as number
    const end = starts[rank + 1] as number
    if (end === start) continue
    longest = Math.max(longest, end - start)
    const hash = hashOf(pool, start, end)
    let slot = hash & mask
    while (slots[2 * slot + 1] !== 0) slot = (slot + 1) & mask
    slots[2 * slot] = hash
    slots[2 * slot + 1] = rank + 1
  }
  return longest
}

function shortRanks(
  pool: Uint8Array,
  starts: Uint32Array,
): Pick<Vocabulary, 'rankOfPair' | 'rankOfByte'> {
  const rankOfPair = new Int32Array(0x10000).fill(NO_RANK)
  const rankOfByte = new Int32Array(0x100).fill(NO_RANK)
  for (let rank = 0; rank + 1 < starts.length; rank += 1) {
    const start = starts[rank] as number
    const length = (starts[rank + 1] as number) - start
    const first = pool[start] as number
    if (length === 1) rankOfByte[first] = rank
    if (length === 2) rankOfPair[(first << 8) | (pool[start + 1] as number)] = rank
  }
  return { rankOfPair, rankOfByte }
}

const PADDING = 0x3d
const SEXTETS: Uint8Array = readSextets()

/** Lines of `! offset base64 base64 ...`; a token's rank is its place in the line plus the offset. */
function readPool(lines: string): Pick<Vocabulary, 'pool' | 'starts'> {
  const pool = new Uint8Array(lines.length)
  const starts: number[] = []
  let length = 0
  for (const line of lines.split('\n').filter(Boolean)) {
    const body = line.indexOf(' ', 2) + 1
    const offset = Number(line.slice(2, body))
    while (starts.length < offset) starts.push(length)
    for (let at = body; at < line.length; at += 1) {
      starts.push(length)
      const end = tokenEnd(line, at)
      length = decodeBase64(line, at, end, pool, length)
      at = end
    }
  }
  starts.push(length)
  return { pool: pool.slice(0, length), starts: Uint32Array.from(starts) }
}

function tokenEnd(line: string, start: number): number {
  const end = line.indexOf(' ', start)
  return end < 0 ? line.length : end
}

function decodeBase64(
  line: string,
  start: number,
  end: number,
  pool: Uint8Array,
  length: number,
): number {
  let bits = 0
  let held = 0
  let out = length
  for (let at = start; at < end; at += 1) {
    const code = line.charCodeAt(at)
    if (code === PADDING) break
    bits = ((bits << 6) | (SEXTETS[code] as number)) & 0xffff
    held += 6
    if (held < 8) continue
    held -= 8
    pool[out] = (bits >> held) & 0xff
    out += 1
  }
  return out
}

function readSextets(): Uint8Array {
  const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
  const table = new Uint8Array(0x100)
  for (let value = 0; value < digits.length; value += 1) table[digits.charCodeAt(value)] = value
  return table
}
