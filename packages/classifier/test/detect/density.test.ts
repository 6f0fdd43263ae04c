import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { measureDensity, rateForDensity } from '../../src/index.ts'

const PROSE =
  'The harbour froze early that year, and for eleven weeks nothing heavier than a rowing boat could reach the outer pier.'
const IDS =
  '{"id":"b7-4410","at":"2025-03-01T08:00:01Z","url":"https://quay.example/v2/b7","ok":true}'
const CODE =
  'const free = berths.filter((berth) => berth.free === true)\nreturn { free, count: free.length }'

const share = fc.double({ min: 0, max: 1, noNaN: true })

describe('measureDensity', () => {
  it('puts prose below code and code below ids', () => {
    const [prose, code, ids] = [PROSE, CODE, IDS].map((text) => measureDensity(text).score)
    expect(prose).toBeLessThan(0.1)
    expect(code).toBeGreaterThan(0.3)
    expect(ids).toBeGreaterThan(code as number)
  })

  it('counts words a line', () => {
    expect(measureDensity('one two\n\nthree four\n').wordsPerLine).toBe(2)
  })

  it('is nothing but zeros for a text without words', () => {
    const none = { structureRatio: 0, technicalTermDensity: 0, wordsPerLine: 0, score: 0 }
    expect([measureDensity(''), measureDensity(' \n\t\n')]).toEqual([none, none])
  })

  it('stays between 0 and 1 on any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        const { structureRatio, technicalTermDensity, score } = measureDensity(text)
        for (const value of [structureRatio, technicalTermDensity, score]) {
          expect(value).toBeGreaterThanOrEqual(0)
          expect(value).toBeLessThanOrEqual(1)
        }
      }),
    )
  })
})

describe('rateForDensity', () => {
  it('keeps 0 and 1, and leaves the rate alone at a score of one third', () => {
    expect([rateForDensity(0, { score: 1 }), rateForDensity(1, { score: 0 })]).toEqual([0, 1])
    expect(rateForDensity(0.3, { score: 1 / 3 })).toBeCloseTo(0.3, 12)
  })

  it('grows with the rate and with the score, and never leaves 0 to 1', () => {
    fc.assert(
      fc.property(share, share, share, share, (a, b, c, d) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)]
        const [loose, dense] = [Math.min(c, d), Math.max(c, d)]
        const rate = rateForDensity(low, { score: loose })
        expect(rate).toBeGreaterThanOrEqual(0)
        expect(rateForDensity(high, { score: loose })).toBeGreaterThanOrEqual(rate)
        expect(rateForDensity(low, { score: dense })).toBeGreaterThanOrEqual(rate)
        expect(rateForDensity(high, { score: dense })).toBeLessThanOrEqual(1)
      }),
    )
  })

  it.each([-0.1, 1.1, Number.NaN])('refuses %d', (bad) => {
    expect(() => rateForDensity(bad, { score: 0 })).toThrow(RangeError)
    expect(() => rateForDensity(0.5, { score: bad })).toThrow(RangeError)
  })
})
