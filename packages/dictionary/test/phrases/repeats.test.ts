import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { substitute } from '../../src/index.ts'
import { atomize } from '../../src/phrases/atoms.ts'
import { findRepeats } from '../../src/phrases/repeats.ts'
import { commonLength, sortSuffixes } from '../../src/phrases/sort-suffixes.ts'
import { repetitiveText } from '../arbitrary-text.ts'
import { o200k as counter } from '../counters.ts'

const atoms = fc
  .array(fc.nat(3), { minLength: 1, maxLength: 300 })
  .map((ids) => Int32Array.from(ids))

describe('sortSuffixes', () => {
  it('sorts as comparing 128 atoms does, and knows what neighbours share', () => {
    fc.assert(
      fc.property(atoms, (ids) => {
        const sorted = sortSuffixes(ids, 4)
        const prefix = (at: number): string => [...ids.subarray(at, at + 128)].join('')
        for (let rank = 1; rank < ids.length; rank += 1) {
          const [left, right] = [sorted.order[rank - 1]!, sorted.order[rank]!]
          expect(prefix(left) <= prefix(right)).toBe(true)
          let shared = 0
          while (
            shared < 128 &&
            right + shared < ids.length &&
            left + shared < ids.length &&
            ids[left + shared] === ids[right + shared]
          )
            shared += 1
          expect(commonLength(sorted, left, right)).toBe(shared)
        }
      }),
      { numRuns: 200 },
    )
  })
})

describe('findRepeats', () => {
  it('finds every place of a repeat', () => {
    fc.assert(
      fc.property(repetitiveText, (text) => {
        const cut = atomize(text, 'text', [])
        for (const { length, places } of findRepeats(cut, () => 1, 1000)) {
          const phrase = text.slice(cut.starts[places[0]!], cut.starts[places[0]! + length])
          const all: number[] = []
          for (let at = 0; at + length <= cut.count; at += 1) {
            if (
              text.slice(cut.starts[at], cut.starts[at + length]) === phrase &&
              !/[[\]{}|"\n\r]/.test(phrase)
            )
              all.push(at)
          }
          expect([...places]).toEqual(all)
        }
      }),
      { numRuns: 300 },
    )
  })

  it('finds a whole unit, never a part of a word', () => {
    const text = 'prefix_one_tail prefix_two_tail prefix_one_tailor prefix_one_tail'
    const cut = atomize(text, 'text', [])
    const phrases = findRepeats(cut, () => 1, 1000).map(({ length, places }) =>
      text.slice(cut.starts[places[0]!], cut.starts[places[0]! + length]),
    )
    expect(phrases).toEqual(['prefix_one_tail'])
  })
})

describe('hostile texts', () => {
  const fibonacci = (length: number): string => {
    let [a, b] = ['a ', 'b ']
    while (b.length < length) [a, b] = [b, b + a]
    return b.slice(0, length)
  }
  let seed = 1
  const random = (): number => {
    seed = (seed * 48271) % 2147483647
    return seed
  }
  it.each([
    ['one letter', 'a'.repeat(300_000)],
    ['one letter and spaces', 'a '.repeat(60_000)],
    ['a Fibonacci string', fibonacci(120_000)],
    [
      'base64',
      [...Array(100_000)]
        .map(
          () => 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'[random() % 64],
        )
        .join(''),
    ],
    [
      'minified code',
      [...Array(20_000)]
        .map(() => `${'abcdefgh'[random() % 8]}.${'xyz'[random() % 3]}(${random() % 9}),`)
        .join(''),
    ],
    ['brackets', '[$a='.repeat(30_000)],
  ])(
    'takes %s in a bounded time',
    (_, text) => {
      const result = substitute(text, { counter })
      expect(result === undefined || result.tokensAfter < result.tokensBefore).toBe(true)
    },
    20_000,
  )
})
