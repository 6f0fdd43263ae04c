import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  countPieces,
  mentionsOf,
  pieceEnd,
  sentencesOf,
  stringSpansOf,
  stringsOf,
  termsOf,
  wordsOf,
} from '../../src/training.ts'
import { arbitraryText } from '../arbitrary-text.ts'

const PIECE = / ?[\p{L}\p{Nl}\p{No}]+|\p{Nd}{1,3}| ?[^\p{L}\p{N}\s]+|\s+/gu
const STRING = /[\p{L}\p{N}]+(?:[_\-.:/@#][\p{L}\p{N}]+)*/gu
const THOUSANDS = /(?<=\p{Nd}),(?=\p{Nd}{3}(?!\p{Nd}))/gu

describe('countPieces', () => {
  it.each([
    ['', 0],
    ['the quick fox', 3],
    ['12345', 2],
    ['{"id":"A7"}', 6],
    ['a\n\n  b', 3],
    ['snake_case', 3],
    ['日本語 テスト', 2],
  ])('counts %j as %i', (text, count) => {
    expect(countPieces(text)).toBe(count)
  })

  it('cuts as its pattern says, on any text', () => {
    fc.assert(
      fc.property(arbitraryText, (text) => {
        const pieces = [...text.matchAll(PIECE)].map((match) => match[0])
        const cut: string[] = []
        for (let at = 0; at < text.length; ) {
          const end = pieceEnd(text, at, text.length)
          cut.push(text.slice(at, end))
          at = end
        }
        expect(cut).toEqual(pieces)
        expect(countPieces(text)).toBe(pieces.length)
      }),
    )
  })
})

describe('stringsOf', () => {
  it.each([
    ['Flight HAT-170 costs $1,200 for you', ['flight', 'hat-170', 'costs', '1200']],
    ['see src/main.ts:12 and a@b.de', ['src/main.ts:12', 'a@b.de']],
    ['no one was here: 5', []],
    ['id 7, id 12', ['12']],
  ])('finds in %j', (text, strings) => {
    expect([...stringsOf(text).keys()]).toEqual(strings)
  })

  it('keeps the first spelling and leaves common ones out', () => {
    expect([...stringsOf('Paris paris Lyon', new Set(['lyon']))]).toEqual([['paris', 'Paris']])
  })

  it('finds the strings that its pattern says, on any text, where they stand', () => {
    fc.assert(
      fc.property(arbitraryText, (text) => {
        const spans = stringSpansOf(text)
        const expected = [...text.replace(THOUSANDS, '').matchAll(STRING)].map((match) => match[0])
        expect(spans.map((span) => span.shown)).toEqual(expected)
        for (const { start, end, shown } of spans) {
          expect(text.slice(start, end).replaceAll(',', '')).toBe(shown)
        }
      }),
    )
  })

  it('takes a text of one letter a million times', () => {
    expect(stringSpansOf('a'.repeat(1_000_000))).toHaveLength(1)
  })
})

describe('mentionsOf', () => {
  it('holds strings and their parts', () => {
    expect(mentionsOf('Order #W12-ab, 3,400 kg')).toEqual(
      new Set(['order', 'w12-ab', 'w12', 'ab', '3400', 'kg']),
    )
  })

  it('holds whatever stringsOf finds', () => {
    fc.assert(
      fc.property(arbitraryText, (text) => {
        const mentions = mentionsOf(text)
        for (const string of stringsOf(text).keys()) expect(mentions.has(string)).toBe(true)
        for (const term of termsOf(text.replace(THOUSANDS, ''))) {
          expect(mentions.has(term)).toBe(true)
        }
      }),
    )
  })
})

describe('wordsOf', () => {
  it('cuts at white space only', () => {
    const text = ' to be,  or\nnot'
    expect(wordsOf(text).map(({ start, end }) => text.slice(start, end))).toEqual([
      'to',
      'be,',
      'or',
      'not',
    ])
  })

  it('cuts a script without blanks after its punctuation', () => {
    const text = '今日は、晴れです。散歩'
    expect(wordsOf(text).map(({ start, end }) => text.slice(start, end))).toEqual([
      '今日は、',
      '晴れです。',
      '散歩',
    ])
  })

  it('leaves nothing out but white space', () => {
    fc.assert(
      fc.property(arbitraryText, (text) => {
        const words = wordsOf(text).map(({ start, end }) => text.slice(start, end))
        expect(words.join('')).toBe(text.replace(/\s/g, ''))
      }),
    )
  })
})

describe('sentencesOf', () => {
  it.each([
    ['One. Two! "Three?" four', ['One. ', 'Two! ', '"Three?" four']],
    ['e.g. this one\nnext line', ['e.g. this one\n', 'next line']],
    ['He left . She stayed .', ['He left . ', 'She stayed .']],
    ['晴れです。散歩', ['晴れです。', '散歩']],
  ])('cuts %j', (text, sentences) => {
    expect(sentencesOf(text).map(({ start, end }) => text.slice(start, end))).toEqual(sentences)
  })

  it('tiles any text', () => {
    fc.assert(
      fc.property(arbitraryText, (text) => {
        const sentences = sentencesOf(text).map(({ start, end }) => text.slice(start, end))
        expect(sentences.join('')).toBe(text)
        expect(sentences).not.toContain('')
      }),
    )
  })
})
