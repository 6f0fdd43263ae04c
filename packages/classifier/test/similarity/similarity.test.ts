import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  rescoreSentences,
  SIMILARITY_INPUTS,
  similaritiesTo,
} from '../../src/similarity/rescore-sentences.ts'
import { batchSentences, createWordpiece } from '../../src/training.ts'
import { arbitraryText } from '../arbitrary-text.ts'
import { VOCABULARY } from '../encoder/vocabulary.ts'

const wordpiece = createWordpiece(VOCABULARY)
const WINDOW = 128
const MOST_TOKENS = 1024

describe('batchSentences', () => {
  it('puts every text in one row of one batch, as its pieces between two marks', () => {
    fc.assert(
      fc.property(fc.array(arbitraryText, { maxLength: 30 }), (texts) => {
        const { batches } = batchSentences(texts, wordpiece, WINDOW)
        const rows = new Map<number, number[]>()
        for (const { ids, length, texts: placed } of batches) {
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
    const texts = [
      'a b c.',
      'word '.repeat(5000),
      ...new Array<string>(400).fill('so it was, they say'),
    ]
    const { batches } = batchSentences(texts, wordpiece, WINDOW)
    for (const { rows, length } of batches) {
      expect(length).toBeLessThanOrEqual(WINDOW)
      expect(rows * length).toBeLessThanOrEqual(MOST_TOKENS)
    }
    expect(batches.flatMap(({ texts: placed }) => placed)).toHaveLength(texts.length)
  })

  it('says what share of the pieces the vocabulary lacks', () => {
    expect(batchSentences(['ƕƿ ƣƕ'], wordpiece, WINDOW).uncovered).toBe(1)
    expect(batchSentences(['so it was'], wordpiece, WINDOW).uncovered).toBe(0)
    expect(batchSentences([], wordpiece, WINDOW)).toEqual({ batches: [], uncovered: 0 })
  })
})

describe('similaritiesTo', () => {
  it('is the cosine of unit vectors, on a grid', () => {
    const question = [0.6, 0.8]
    expect(similaritiesTo(question, [question, [-0.6, -0.8], [0.8, -0.6]])).toEqual([1, -1, 0])
  })

  it('does not feel what runtimes differ by', () => {
    const vector = Float32Array.from({ length: 384 }, (_, i) => Math.sin(i) / 14)
    const moved = vector.map((value) => value * (1 + 1e-6))
    expect(similaritiesTo(vector, [moved])).toEqual(similaritiesTo(vector, [vector]))
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
        similarity: fc.integer({ min: -256, max: 256 }).map((steps) => steps / 256),
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
        expect(rescoreSentences(sentences, logits, similarities, weights)).toEqual(
          // A sum with noughts has no -0.
          logits.map((logit) => logit + 0),
        )
      }),
    )
  })

  it('puts the more similar sentence first, of equal ones the earlier, whatever else it is told', () => {
    fc.assert(
      fc.property(arbitrarySentences, (sentences) => {
        const similarities = sentences.map(({ similarity }) => similarity)
        const logits = sentences.map(() => 0)
        const byRank = { bias: 1, weights: only(3, -10) }
        const found = rescoreSentences(sentences, logits, similarities, byRank)
        for (const [i, similarity] of similarities.entries()) {
          for (const [j, other] of similarities.entries()) {
            if (similarity > other || (similarity === other && i < j)) {
              expect(found[i]).toBeGreaterThanOrEqual(found[j]!)
            }
          }
        }
      }),
    )
  })

  it('tells lines and neighbours apart', () => {
    const sentences = [{ line: 0 }, { line: 0 }, { line: 1 }]
    const similarities = [0.25, 0.75, 0.5]
    const logits = [0, 0, 0]
    const told = (input: number) =>
      rescoreSentences(sentences, logits, similarities, { bias: 0, weights: only(input, 1) })
    expect(told(1)).toEqual(similarities)
    expect(told(2)).toEqual([-0.5, 0, -0.25])
    expect(told(4)).toEqual([0, 0.25, 0])
    expect(told(5)).toEqual([0.75, 0, 0])
    expect(told(6)).toEqual([0, 0, -0.25])
    expect(told(7)).toEqual([0, 0, 0])
    expect(told(8)).toEqual([0.5, 0.5, 0.5])
  })

  it('takes as many sentences as a text has', () => {
    const count = 200_000
    const sentences = Array.from({ length: count }, (_, i) => ({ line: i >> 2 }))
    const similarities = Array.from({ length: count }, (_, i) => (i % 256) / 256)
    const weights = { bias: 0, weights: only(2, 1) }
    expect(
      rescoreSentences(sentences, similarities, similarities, weights).slice(255, 256),
    ).toEqual([0])
  })
})
