import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  createWordpiece,
  type EncodedText,
  type EncodeOptions,
  encodeWindows,
  FEATURE_COUNT,
  FEATURE_NAMES,
  FEATURE_SIZES,
  type FeatureName,
  idfOf,
  stringSpansOf,
} from '../../src/training.ts'
import { arbitraryText } from '../arbitrary-text.ts'
import { VOCABULARY } from './vocabulary.ts'

const wordpiece = createWordpiece(VOCABULARY)
const plain: EncodeOptions = {
  wordpiece,
  idf: idfOf('structured'),
  grain: 'field',
  rate: 0.3,
  earlier: undefined,
}
const arbitraryJson = fc.json({ maxDepth: 4 }).filter((text) => /^[{[]/.test(text))
const arbitraryInput = fc.oneof(arbitraryText, arbitraryJson)

/** A feature of the token that scores a string. */
function featureOf(encoded: EncodedText, string: string, name: FeatureName): number | undefined {
  const at = encoded.words.findIndex((word) => word.string === string)
  for (const window of encoded.windows) {
    const token = window.words.indexOf(at)
    if (token !== -1) return window.features[token * FEATURE_COUNT + FEATURE_NAMES.indexOf(name)]
  }
  return undefined
}

describe('encodeWindows', () => {
  it('scores each covered word by one token, whatever the text, the query and the window', () => {
    fc.assert(
      fc.property(
        arbitraryInput,
        arbitraryText,
        fc.integer({ min: 140, max: 512 }),
        (text, query, maxWindow) => {
          const { words, windows } = encodeWindows(text, { ...plain, query, maxWindow })
          const scored = windows.flatMap((window) =>
            [...window.words].filter((word) => word !== -1),
          )
          const covered = [...words.keys()].filter((i) => words[i]!.isCovered)
          expect(scored.sort((a, b) => a - b)).toEqual(covered)
        },
      ),
    )
  })

  it('keeps windows within their length, and numbers below their sizes', () => {
    fc.assert(
      fc.property(
        arbitraryInput,
        arbitraryText,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (text, query, rate) => {
          for (const window of encodeWindows(text, { ...plain, query, rate }).windows) {
            expect(window.length).toBeLessThanOrEqual(512)
            expect(window.ids).toHaveLength(window.length)
            expect(window.features).toHaveLength(window.length * FEATURE_COUNT)
            for (const [i, value] of window.features.entries()) {
              expect(value).toBeLessThan(FEATURE_SIZES[FEATURE_NAMES[i % FEATURE_COUNT]!])
            }
          }
        },
      ),
    )
  })

  it('covers the strings of any text that is no JSON, in order', () => {
    fc.assert(
      fc.property(arbitraryText, (text) => {
        const lines = `${text.replace(/^\s*[[{]/, '')}\nend`
        const { words } = encodeWindows(lines, plain)
        const expected = lines.split('\n').flatMap((line) => stringSpansOf(line))
        expect(words.map((word) => word.string)).toEqual(expected.map((span) => span.string))
      }),
    )
  })

  it('gives the same windows for the same text', () => {
    fc.assert(
      fc.property(arbitraryInput, (text) => {
        expect(encodeWindows(text, plain)).toEqual(encodeWindows(text, plain))
      }),
    )
  })

  it('cuts a long text into windows that overlap, the query in front of each', () => {
    const text = Array.from({ length: 900 }, (_, i) => `order ${i}`).join('\n')
    const { windows } = encodeWindows(text, { ...plain, query: 'status ordered' })
    expect(windows.length).toBeGreaterThan(3)
    const front = [...windows[0]!.ids.slice(0, 5)]
    for (const window of windows) expect([...window.ids.slice(0, 5)]).toEqual(front)
    const read = windows.reduce((sum, window) => sum + window.length - 6, 0)
    const once = wordpiece.piecesOf(text).length
    expect(read).toBeGreaterThan(once)
  })

  it('leaves out quotes, brackets and commas of JSON', () => {
    const { windows } = encodeWindows('{"status":"ordered", "n":[1,{"a":2}]}', plain)
    const pieces = VOCABULARY.split('\n')
    expect([...windows[0]!.ids].map((id) => pieces[id]).join(' ')).toBe(
      '[CLS] status order ##ed n 1 a 2 [SEP]',
    )
  })

  it('reads the escapes of JSON as what they stand for', () => {
    const { words } = encodeWindows('{"a":"one\\ntwo \\u0061bc"}', plain)
    expect(words.map((word) => word.string)).toEqual(['a', 'one', 'two', 'a', 'bc'])
    expect(words[2]).toMatchObject({ start: 11, end: 14 })
  })

  it('reads eight pieces of a long string and no more', () => {
    const { windows, words } = encodeWindows(`x ${'0123456789abcdef'.repeat(2)} y`, plain)
    expect(words).toHaveLength(3)
    expect(windows[0]!.length).toBe(1 + 1 + 8 + 1 + 1)
  })

  it('reports scripts that the vocabulary lacks as uncovered', () => {
    const { words, uncovered, windows } = encodeWindows('status 日本語 ordered', plain)
    expect(words.map((word) => word.isCovered)).toEqual([true, false, true])
    expect(uncovered).toBeCloseTo(1 / 3)
    expect(windows).toHaveLength(1)
  })

  it('tells what earlier messages hold and what the query asks', () => {
    const text = '{"orders":[{"code":"b77","state":"shipped"},{"code":"c99","state":"open"}]}'
    const encoded = encodeWindows(text, {
      ...plain,
      query: 'Which state has c99?',
      earlier: new Set(['b77']),
    })
    expect(featureOf(encoded, 'b77', 'seen')).toBe(4)
    expect(featureOf(encoded, 'c99', 'seen')).toBe(3)
    expect(featureOf(encoded, 'c99', 'asked')).toBe(4)
    expect(featureOf(encoded, 'shipped', 'asked')).toBe(1)
    expect(featureOf(encoded, 'open', 'rowRank')).toBe(1)
    expect(featureOf(encoded, 'open', 'rate')).toBe(3)
    const alone = encodeWindows(text, plain)
    expect(featureOf(alone, 'b77', 'seen')).toBe(2)
    expect(featureOf(alone, 'c99', 'asked')).toBe(0)
  })

  it('has no windows for a text without words', () => {
    expect(encodeWindows('', plain)).toEqual({ words: [], windows: [], uncovered: 0 })
  })
})
