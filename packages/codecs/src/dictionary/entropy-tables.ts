import type { ZstdLibrary } from '../zstd/driver.ts'
import { blocksOf } from '../zstd/frame.ts'
import type { LzStatistics } from './lz-statistics.ts'

/** Bits of the tables (RFC 8878, 3.1.1.3.2.1): the most that the format allows. */
const LITERAL_LENGTH_LOG = 9
const MATCH_LENGTH_LOG = 9
const OFFSET_LOG = 8

/** Literals from which zstd is made to build its Huffman tree: one block. */
const HUFFMAN_SAMPLE_BYTES = 120_000

/** The entropy part of a zstd dictionary (RFC 8878, 5): Huffman tree, then offset, match and literal length tables. */
export function entropyTables(statistics: LzStatistics, library: ZstdLibrary): Uint8Array {
  const parts = [
    huffmanDescription(statistics.literals, library),
    tableDescription(normalise(statistics.offsets, OFFSET_LOG), OFFSET_LOG),
    tableDescription(normalise(statistics.matchLengths, MATCH_LENGTH_LOG), MATCH_LENGTH_LOG),
    tableDescription(normalise(statistics.literalLengths, LITERAL_LENGTH_LOG), LITERAL_LENGTH_LOG),
  ]
  return Uint8Array.from(parts.flatMap((part) => [...part]))
}

/** Counts that add up to 2^log; the rarest stand as -1, "less than one", and take one slot. */
function normalise(counts: Float64Array, log: number): number[] {
  const total = counts.reduce((sum, count) => sum + count, 0)
  const slots = 1 << log
  const shares = Array.from(counts, (count) => {
    const share = Math.floor((count / total) * slots)
    return share < 1 ? -1 : share
  })
  const used = shares.reduce((sum, share) => sum + Math.abs(share), 0)
  return settle(shares, slots - used)
}

/** Gives what is left over to the largest share, or takes what is too much from the largest ones. */
function settle(shares: number[], left: number): number[] {
  let rest = left
  while (rest !== 0) {
    const largest = shares.indexOf(Math.max(...shares))
    const step = rest > 0 ? rest : Math.max(rest, -Math.floor(shares[largest]! / 2))
    shares[largest]! += step
    rest -= step
  }
  return shares
}

/** An FSE table description (RFC 8878, 4.1.1) of a table without impossible symbols. */
function tableDescription(shares: readonly number[], log: number): Uint8Array {
  const bits = createBitString()
  bits.push(log - 5, 4)
  let remaining = (1 << log) + 1
  let threshold = 1 << log
  let width = log + 1
  for (const share of shares) {
    const limit = 2 * threshold - 1 - remaining
    remaining -= Math.abs(share)
    const value = share + 1 >= threshold ? share + 1 + limit : share + 1
    bits.push(value, value < limit ? width - 1 : width)
    while (remaining < threshold && width > 1) {
      width--
      threshold >>= 1
    }
  }
  return bits.finish()
}

/** Lets zstd itself describe the tree: literals in these proportions, in an order without repeats worth a match. */
function huffmanDescription(literals: Float64Array, library: ZstdLibrary): Uint8Array {
  const total = literals.reduce((sum, count) => sum + count, 0)
  const pool = Array.from(literals, (count, byte) => {
    const times = Math.max(1, Math.round((count / total) * HUFFMAN_SAMPLE_BYTES))
    return Array<number>(times).fill(byte)
  }).flat()
  const block = blocksOf(library.compress(Uint8Array.from(shuffled(pool)), 1)).subarray(3)
  const headBytes = [3, 3, 4, 5][(block[0]! >> 2) & 3]!
  if ((block[0]! & 3) !== 2) throw new Error('zstd did not compress the literals')
  const head = block[headBytes] as number
  const length = 1 + (head < 128 ? head : Math.ceil((head - 127) / 2))
  return block.slice(headBytes, headBytes + length)
}

/** Fisher and Yates with xorshift: the same order every time. */
function shuffled(items: number[]): number[] {
  let seed = 0x9e3779b9
  for (let index = items.length - 1; index > 0; index--) {
    seed ^= seed << 13
    seed ^= seed >>> 17
    seed ^= seed << 5
    const other = (seed >>> 0) % (index + 1)
    const item = items[index] as number
    items[index] = items[other] as number
    items[other] = item
  }
  return items
}

interface BitString {
  push(value: number, width: number): void
  finish(): Uint8Array
}

/** Bits from the lowest up. */
function createBitString(): BitString {
  const bytes: number[] = []
  let pending = 0
  let width = 0
  return {
    push(value, bits) {
      pending |= value << width
      width += bits
      for (; width >= 8; width -= 8) {
        bytes.push(pending & 255)
        pending >>>= 8
      }
    },
    finish: () => Uint8Array.from(width > 0 ? [...bytes, pending & 255] : bytes),
  }
}
