import type { Vocabulary } from './vocabulary.ts'

/** Sets of {@link WAYS} entries: 16,384 entries of at most 24 tokens, 1.8 MB when full. */
const SETS = 4096
const WAYS = 4
const ENTRIES = SETS * WAYS
/** A piece of more tokens than this is merged anew each time. */
const MAX_TOKENS = 24

/**
 * The merges of pieces seen lately, least recently used out first within a set, as in a processor's cache: bounded in
 * entries and in bytes, no allocation per entry, and the same result whatever it holds.
 */
export interface PieceCache {
  /** Entry of `bytes[start..end)`, or -1. The tokens concatenated are the key, so that no key bytes are kept. */
  find(bytes: Uint8Array, start: number, end: number, hash: number): number
  /** How many tokens an entry has. */
  count(entry: number): number
  /** Appends the tokens of an entry. */
  appendTo(entry: number, out: number[]): void
  /** Keeps the merge of a piece. */
  keep(hash: number, tokens: Int32Array, count: number): void
}

/** An empty cache for tokens of one vocabulary. */
export function createPieceCache({ pool, starts }: Vocabulary): PieceCache {
  const hashes = new Int32Array(ENTRIES)
  const counts = new Uint8Array(ENTRIES)
  const lastUses = new Float64Array(ENTRIES)
  const tokens = new Int32Array(ENTRIES * MAX_TOKENS)
  let uses = 0

  function holds(entry: number, bytes: Uint8Array, start: number, end: number): boolean {
    const last = entry * MAX_TOKENS + (counts[entry] as number)
    let at = start
    for (let index = entry * MAX_TOKENS; index < last; index += 1) {
      const token = tokens[index] as number
      const stop = starts[token + 1] as number
      for (let from = starts[token] as number; from < stop; from += 1) {
        // Behind `end` stands other text: running over it must not read as equal.
        if (at === end || pool[from] !== bytes[at]) return false
        at += 1
      }
    }
    return at === end
  }

  function find(bytes: Uint8Array, start: number, end: number, hash: number): number {
    const first = setOf(hash)
    for (let entry = first; entry < first + WAYS; entry += 1) {
      if (hashes[entry] !== hash || counts[entry] === 0) continue
      if (!holds(entry, bytes, start, end)) continue
      uses += 1
      lastUses[entry] = uses
      return entry
    }
    return -1
  }

  function keep(hash: number, source: Int32Array, count: number): void {
    if (count > MAX_TOKENS) return
    const entry = leastRecent(setOf(hash))
    for (let index = 0; index < count; index += 1) {
      tokens[entry * MAX_TOKENS + index] = source[index] as number
    }
    uses += 1
    hashes[entry] = hash
    counts[entry] = count
    lastUses[entry] = uses
  }

  function leastRecent(first: number): number {
    let entry = first
    for (let other = first + 1; other < first + WAYS; other += 1) {
      if ((lastUses[other] as number) < (lastUses[entry] as number)) entry = other
    }
    return entry
  }

  function appendTo(entry: number, out: number[]): void {
    const last = entry * MAX_TOKENS + (counts[entry] as number)
    for (let index = entry * MAX_TOKENS; index < last; index += 1) out.push(tokens[index] as number)
  }

  return { find, keep, appendTo, count: (entry) => counts[entry] as number }
}

/** High bits choose the set: the low ones already choose the vocabulary's slot. */
function setOf(hash: number): number {
  return (Math.imul(hash, 0x9e3779b1) >>> 20) * WAYS
}
