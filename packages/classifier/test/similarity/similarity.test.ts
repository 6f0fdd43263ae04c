import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareSentences, type SentenceReader } from '../../src/similarity/compare-sentences.ts'
import { questionPieces } from '../../src/similarity/read-question.ts'
import { rescoreSentences, SIMILARITY_INPUTS } from '../../src/similarity/rescore-sentences.ts'
import type { SentenceBatch } from '../../src/similarity/sentence-batches.ts'
import { batchSentences, createWordpiece, sentencePieces } from '../../src/training.ts'
import { arbitraryText } from '../arbitrary-text.ts'
import { VOCABULARY } from '../encoder/vocabulary.ts'
import { bagOfPieces } from './bag-of-pieces.ts'

const wordpiece = createWordpiece(VOCABULARY)
const WINDOW = 128
const MOST_TOKENS = 1024

function batched(texts: readonly string[]) {
  return batchSentences(texts.map((text) => sentencePieces(text, wordpiece, WINDOW)))
}

describe('batchSentences', () => {
  it('puts every text in one row of one batch, as its pieces between two marks', () => {
    fc.assert(
      fc.property(fc.array(arbitraryText, { maxLength: 30 }), (texts) => {
        const rows = new Map<number, number[]>()
        for (const { ids, length, texts: placed } of batched(texts)) {
          for (const [row, text] of placed.entries()) {
            expect(rows.has(text)).toBe(false)
            rows.set(text, [...ids.subarray(row * length, (row + 1) * length)])
          }
        }
        for (const [i, text] of texts.entries()) {
          const pieces = wordpiece.piecesOf(text).map(({ id }) => id)
          const wanted = [wordpiece.begin, ...pieces.slice(0, WINDOW - 2), wordpiece.separator]
          expect(rows.get(i)!.slice(0, wanted.length)).toEqual(wanted)
          expect(
            rows
              .get(i)!
              .slice(wanted.length)
              .every((id) => id === 0),
          ).toBe(true)
        }
      }),
    )
  })

  it('bounds what is read at once, and reads the beginning of what is longer than its window', () => {
    const repeated = new Array<string>(400).fill('so it was, they say')
    const texts = ['a b c.', 'word '.repeat(5000), ...repeated]
    const batches = batched(texts)
    for (const { rows, length } of batches) {
      expect(length).toBeLessThanOrEqual(WINDOW)
      expect(rows * length).toBeLessThanOrEqual(MOST_TOKENS)
    }
    expect(batches.flatMap(({ texts: placed }) => placed)).toHaveLength(texts.length)
    expect(batched([])).toEqual([])
  })
})

describe('questionPieces', () => {
  it('is a question between two marks, and the end of a long one', () => {
    const pieces = questionPieces('order status?', wordpiece, WINDOW)!
    expect(pieces).toEqual(sentencePieces('order status?', wordpiece, WINDOW))
    const long = questionPieces(`${'so it was. '.repeat(900)}order status?`, wordpiece, WINDOW)!
    expect(long).toHaveLength(WINDOW)
    expect(long.slice(-pieces.length + 1)).toEqual(pieces.slice(1))
  })

  it.each(['???', '\u200b\u200b', '誰が橋を架けたのか', 'Кто построил мост?', 'order ƕƿ ƣƕ', ''])(
    'is none where the vocabulary knows no word of %j',
    (question) => {
      expect(questionPieces(question, wordpiece, WINDOW)).toBe(undefined)
    },
  )

  it('is one that fits, for any question that it reads', () => {
    fc.assert(
      fc.property(arbitraryText, (question) => {
        const pieces = questionPieces(question, wordpiece, WINDOW)
        if (pieces === undefined) return
        expect(pieces.length).toBeGreaterThan(2)
        expect(pieces.length).toBeLessThanOrEqual(WINDOW)
        expect(pieces.some((id) => id > 3)).toBe(true)
      }),
    )
  })
})

function readerOf(embed: (batch: SentenceBatch) => ArrayLike<number>[]): SentenceReader {
  return { wordpiece, window: WINDOW, embed: async (batch) => embed(batch) }
}

describe('compareSentences', () => {
  const asked = questionPieces('order status', wordpiece, WINDOW)!

  it('gives each sentence the cosine of its own vector, in whatever batches it is read', async () => {
    const read: string[][] = []
    const reader = readerOf((batch) => {
      const vectors = bagOfPieces(batch)
      read.push(vectors.map((vector) => vector.join()))
      return vectors
    })
    const sentences = Array.from({ length: 300 }, (_, i) =>
      i % 7 === 3 ? `order status ${'and so on '.repeat(i % 5)}` : `it was so ${i}`,
    )
    const found = await compareSentences(asked, sentences, reader, () => {})
    const distinct = new Set(sentences).size
    expect(read.length).toBeGreaterThan(2)
    // The question, then each distinct sentence once.
    expect(read.flat()).toHaveLength(1 + distinct)
    for (const [i, sentence] of sentences.entries()) {
      const [alone] = await compareSentences(asked, [sentence], reader, () => {})
      expect(found[i]).toBeCloseTo(alone!, 6)
      if (i % 7 === 3) expect(found[i]).toBeGreaterThan(0.1)
    }
  })

  it('asks before each batch whether to go on, and ends with what it is told', async () => {
    const reader = readerOf(bagOfPieces)
    const sentences = Array.from({ length: 300 }, (_, i) => `it was so ${i}`)
    const asks: number[] = []
    await compareSentences(asked, sentences, reader, (share) => asks.push(share))
    expect(asks.length).toBeGreaterThan(3)
    expect(new Set(asks)).toEqual(new Set([0]))
    let left = 2
    const ended = compareSentences(asked, sentences, reader, () => {
      if (left-- === 0) throw new Error('no time')
    })
    await expect(ended).rejects.toThrow('no time')
  })

  it('says what share of the sentences the vocabulary lacks', async () => {
    const reader = readerOf(bagOfPieces)
    const shares: number[] = []
    const told = (share: number) => shares.push(share)
    await compareSentences(asked, ['ƕƿ ƣƕ'], reader, told)
    await compareSentences(asked, ['ƕƿ order', ''], reader, told)
    expect(new Set(shares)).toEqual(new Set([1, 0.5]))
  })
})

describe('rescoreSentences', () => {
  const only = (input: number, weight: number) =>
    Array.from({ length: SIMILARITY_INPUTS }, (_, i) => (i === input ? weight : 0))
  const arbitrarySentences = fc
    .array(
      fc.record({
        isNew: fc.boolean(),
        logit: fc.double({ min: -8, max: 8, noNaN: true }),
        similarity: fc.double({ min: -1, max: 1, noNaN: true }),
      }),
      { minLength: 1, maxLength: 40 },
    )
    .map((drawn) => {
      let line = -1
      return drawn.map(({ isNew, ...rest }, i) => {
        if (isNew || i === 0) line += 1
        return { line, ...rest }
      })
    })

  it('leaves the logits of the linear model where similarities weigh nothing', () => {
    fc.assert(
      fc.property(arbitrarySentences, (sentences) => {
        const logits = sentences.map(({ logit }) => Math.round(logit * 32) / 32)
        const similarities = sentences.map(({ similarity }) => similarity)
        const weights = { bias: 0, weights: only(0, 1) }
        // A sum with noughts has no -0.
        const wanted = logits.map((logit) => logit + 0)
        expect(rescoreSentences(sentences, logits, similarities, weights)).toEqual(wanted)
      }),
    )
  })

  it('does not feel what runtimes differ by', () => {
    const weights = { bias: -2, weights: [0.7, 9, 4, -3, 1, 1, 2, 2, -1, 0.5] }
    let differing = 0
    let all = 0
    fc.assert(
      fc.property(arbitrarySentences, (sentences) => {
        const logits = sentences.map(({ logit }) => Math.round(logit * 32) / 32)
        const similarities = sentences.map(({ similarity }) => similarity)
        const moved = similarities.map((value, i) => value + (i % 2 === 0 ? 5e-7 : -5e-7))
        const one = rescoreSentences(sentences, logits, similarities, weights)
        const other = rescoreSentences(sentences, logits, moved, weights)
        all += one.length
        differing += one.filter((logit, i) => logit !== other[i]).length
      }),
    )
    // A value may lie on the edge of a step; it then moves alone, or swaps its rank with one as similar.
    expect(differing / all).toBeLessThan(0.01)
  })

  it('ranks the more similar sentence first, of those within a step the earlier', () => {
    fc.assert(
      fc.property(arbitrarySentences, (sentences) => {
        const similarities = sentences.map(({ similarity }) => similarity)
        const steps = similarities.map((similarity) => Math.round(similarity * 256))
        const logits = sentences.map(() => 0)
        const byRank = { bias: 1, weights: only(3, -10) }
        const found = rescoreSentences(sentences, logits, similarities, byRank)
        for (const [i, step] of steps.entries()) {
          for (const [j, other] of steps.entries()) {
            if (step > other || (step === other && i < j)) {
              expect(found[i]).toBeGreaterThanOrEqual(found[j]!)
            }
          }
        }
      }),
    )
  })

  it('tells lines, neighbours and how many there are apart', () => {
    const sentences = [{ line: 0 }, { line: 0 }, { line: 1 }]
    const similarities = [0.25, 0.75, 0.5]
    const logits = [0, 0, 0]
    const told = (input: number, weight = 1) =>
      rescoreSentences(sentences, logits, similarities, { bias: 0, weights: only(input, weight) })
    expect(told(1)).toEqual(similarities)
    expect(told(2)).toEqual([-0.5, 0, -0.25])
    expect(told(3, 10)).toEqual([2, 0, 1])
    expect(told(4)).toEqual([0, 0.25, 0])
    expect(told(5)).toEqual([0.75, 0, 0])
    expect(told(6)).toEqual([0, 0, -0.25])
    expect(told(7)).toEqual([0, 0, 0])
    expect(told(8)).toEqual([0.5, 0.5, 0.5])
    expect(told(9, 200)).toEqual([3, 3, 3])
  })

  it('takes as many sentences as a text has', () => {
    const count = 200_000
    const sentences = Array.from({ length: count }, (_, i) => ({ line: i >> 2 }))
    const similarities = Array.from({ length: count }, (_, i) => (i % 256) / 256)
    const weights = { bias: 0, weights: only(2, 1) }
    const found = rescoreSentences(sentences, similarities, similarities, weights)
    expect(found[255]).toBe(0)
  })
})
