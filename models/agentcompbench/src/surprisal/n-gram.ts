import { pieceEnd } from '@x/classifier/training'
import { hash32 } from '../chance.ts'

/** A trigram model over lower-cased pieces with back-off 0.4, its counts in hashed tables. */
export interface NGram {
  /** Counts a text of the train split. */
  learn(text: string): void
  /**
   * Bits of each piece of a text. `known` is how often the text itself was learned: that many are taken off each count,
   * so that texts of the train split are as surprising as those of the validation split.
   */
  bitsOf(text: string, known: 0 | 1): PieceBits[]
}

export interface PieceBits {
  readonly start: number
  readonly end: number
  readonly bits: number
}

const BACK_OFF = 0.4
const START = hash32('^')
const LARGE = 24
const SMALL = 20

/** An empty model; `slots` of 2^24 for trigrams hold the train split with few clashes. */
export function createNGram(): NGram {
  const single = createCounts(SMALL)
  const pair = createCounts(LARGE)
  const triple = createCounts(LARGE)
  let total = 0

  function bits(a: number, b: number, c: number, known: number): number {
    const three = triple.get(mix(a, b, c)) - known
    const context = pair.get(mix(1, a, b)) - known
    if (three > 0 && context > 0) return -Math.log2(Math.min(1, three / context))
    const two = pair.get(mix(1, b, c)) - known
    const before = single.get(b) - known
    if (two > 0 && before > 0) return -Math.log2(Math.min(1, (BACK_OFF * two) / before))
    const one = Math.max(0, single.get(c) - known)
    return -Math.log2((BACK_OFF ** 2 * (one + 0.5)) / (total + 1))
  }

  return {
    learn(text) {
      let a = START
      let b = START
      single.add(START)
      pair.add(mix(1, START, START))
      for (const { hash } of hashedPieces(text)) {
        single.add(hash)
        pair.add(mix(1, b, hash))
        triple.add(mix(a, b, hash))
        total += 1
        a = b
        b = hash
      }
    },
    bitsOf(text, known) {
      let a = START
      let b = START
      return Array.from(hashedPieces(text), ({ start, end, hash }) => {
        const found = { start, end, bits: bits(a, b, hash, known) }
        a = b
        b = hash
        return found
      })
    },
  }
}

function* hashedPieces(text: string): Generator<{ start: number; end: number; hash: number }> {
  for (let start = 0; start < text.length; ) {
    const end = pieceEnd(text, start, text.length)
    yield { start, end, hash: hash32(text.slice(start, end).trim().toLowerCase()) }
    start = end
  }
}

function mix(a: number, b: number, c: number): number {
  let hash = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca77) ^ Math.imul(c, 0xc2b2ae3d)
  hash = Math.imul(hash ^ (hash >>> 15), 0x27d4eb2f)
  return (hash ^ (hash >>> 13)) >>> 0
}

/** Counts by hash; what clashes is counted together. */
function createCounts(bits: number) {
  const slots = new Uint32Array(2 ** bits)
  const shift = 32 - bits
  return {
    add(hash: number) {
      const at = Math.imul(hash, 0x9e3779b1) >>> shift
      slots[at] = slots[at]! + 1
    },
    get(hash: number): number {
      return slots[Math.imul(hash, 0x9e3779b1) >>> shift]!
    },
  }
}
