import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { createMerger, SHORT_PIECE_BYTES } from '../src/merge.ts'
import { mergeLongPiece } from '../src/merge-long.ts'
import { loadRanks } from '../src/ranks.ts'
import { hashOf, NO_RANK, readVocabulary, type Vocabulary } from '../src/vocabulary.ts'

let vocabulary: Vocabulary

beforeAll(async () => {
  vocabulary = readVocabulary(await loadRanks('cl100k_base'))
})

/** Byte-pair merging as it is defined: the leftmost pair of lowest rank, until there is none. */
function mergePlainly(bytes: Uint8Array): number[] {
  const ends = Array.from(bytes, (_, index) => index + 1)
  const rankAt = (index: number): number =>
    index + 1 < ends.length
      ? vocabulary.rankOf(bytes, ends[index - 1] ?? 0, ends[index + 1] as number)
      : NO_RANK
  for (;;) {
    const ranks = ends.map((_, index) => rankAt(index))
    const lowest = Math.min(...ranks, NO_RANK)
    if (lowest === NO_RANK) break
    ends.splice(ranks.indexOf(lowest), 1)
  }
  return ends.map((end, index) => vocabulary.rankOf(bytes, ends[index - 1] ?? 0, end))
}

const pieces = fc
  .array(
    fc.oneof(
      fc.constantFrom('a', 'the', 'tion', '  ', '漢', 'é', '==', 'x', 'ation', '😀'),
      fc.string({ unit: 'binary', maxLength: 3 }),
    ),
    { minLength: 1, maxLength: 60 },
  )
  .map((parts) => new Uint8Array(Buffer.from(parts.join(''))))
  .filter((bytes) => bytes.length > 0)

describe('merging', () => {
  it('takes the lowest pair first, in short pieces and in long ones', () => {
    const merger = createMerger(vocabulary)
    fc.assert(
      fc.property(pieces, (bytes) => {
        const expected = mergePlainly(bytes)
        const count = merger.merge(bytes, 0, bytes.length)
        expect(Array.from(merger.tokens().subarray(0, count))).toEqual(expected)
        expect(Array.from(mergeLongPiece(bytes, 0, bytes.length, vocabulary))).toEqual(expected)
      }),
      { numRuns: 300, examples: [[new Uint8Array(SHORT_PIECE_BYTES).fill(0x61)]] },
    )
  })

  it('reads no byte outside the piece', () => {
    const merger = createMerger(vocabulary)
    fc.assert(
      fc.property(pieces, pieces, (bytes, around) => {
        const padded = new Uint8Array([...around, ...bytes, ...around])
        const end = around.length + bytes.length
        const inside = merger.merge(padded, around.length, end)
        const tokens = Array.from(merger.tokens().subarray(0, inside))
        const alone = merger.merge(bytes, 0, bytes.length)
        expect(tokens).toEqual(Array.from(merger.tokens().subarray(0, alone)))
      }),
      { numRuns: 200 },
    )
  })
})

describe('the vocabulary', () => {
  it('finds every token by its bytes', () => {
    const { pool, starts } = vocabulary
    for (let rank = 0; rank + 1 < starts.length; rank += 1) {
      const start = starts[rank] as number
      const end = starts[rank + 1] as number
      const hash = hashOf(pool, start, end)
      if (vocabulary.rankOfHashed(pool, start, end, hash) !== rank) expect.fail(`rank ${rank}`)
    }
    expect(starts.length).toBe(100_257)
  })
})
