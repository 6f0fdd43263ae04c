import { mergeLongPiece } from './merge-long.ts'
import { NO_RANK, type Vocabulary } from './vocabulary.ts'

/** Up to here scanning for the lowest pair is quicker than a heap. */
export const SHORT_PIECE_BYTES = 96

/** Byte-pair merging over one vocabulary. Working memory is reused, so a call must end before the next begins. */
export interface Merger {
  /** Merges `bytes[start..end)`; the tokens stand in `tokens` until the next call. Returns how many. */
  merge(bytes: Uint8Array, start: number, end: number): number
  /** Tokens of the last merge. */
  readonly tokens: () => Int32Array
}

/** Tokens of a piece that is no token as a whole: the pair of lowest rank is merged until none is left. */
export function createMerger(vocabulary: Vocabulary): Merger {
  const { rankOfByte, rankOfPair, rankOf } = vocabulary
  const starts = new Int32Array(SHORT_PIECE_BYTES + 2)
  const pairRanks = new Int32Array(SHORT_PIECE_BYTES + 2)
  const short = new Int32Array(SHORT_PIECE_BYTES + 2)
  let tokens: Int32Array = short

  function mergeShort(bytes: Uint8Array, start: number, end: number): number {
    let parts = readParts(bytes, start, end)
    for (;;) {
      const at = lowest(parts)
      if (at < 0) return parts
      short[at] = pairRanks[at] as number
      parts -= 1
      remove(at + 1, parts)
      if (at + 1 < parts) {
        pairRanks[at] = rankOf(bytes, starts[at] as number, starts[at + 2] as number)
      } else {
        pairRanks[at] = NO_RANK
      }
      if (at > 0) {
        pairRanks[at - 1] = rankOf(bytes, starts[at - 1] as number, starts[at + 1] as number)
      }
    }
  }

  function readParts(bytes: Uint8Array, start: number, end: number): number {
    const parts = end - start
    for (let index = 0; index < parts; index += 1) {
      const byte = bytes[start + index] as number
      starts[index] = start + index
      short[index] = rankOfByte[byte] as number
      pairRanks[index] = rankOfPair[(byte << 8) | (bytes[start + index + 1] as number)] as number
    }
    pairRanks[parts - 1] = NO_RANK
    starts[parts] = end
    return parts
  }

  function lowest(parts: number): number {
    let best = NO_RANK
    let at = -1
    for (let index = 0; index < parts; index += 1) {
      const rank = pairRanks[index] as number
      if (rank < best) {
        best = rank
        at = index
      }
    }
    return at
  }

  function remove(at: number, parts: number): void {
    for (let index = at; index < parts; index += 1) {
      starts[index] = starts[index + 1] as number
      pairRanks[index] = pairRanks[index + 1] as number
      short[index] = short[index + 1] as number
    }
    starts[parts] = starts[parts + 1] as number
  }

  function merge(bytes: Uint8Array, start: number, end: number): number {
    if (end - start <= SHORT_PIECE_BYTES) {
      tokens = short
      return mergeShort(bytes, start, end)
    }
    tokens = mergeLongPiece(bytes, start, end, vocabulary)
    return tokens.length
  }

  return { merge, tokens: () => tokens }
}
