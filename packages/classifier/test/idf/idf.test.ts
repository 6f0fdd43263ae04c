import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createIdf, idfOf, packIdf } from '../../src/training.ts'

const word = fc.string({ unit: fc.constantFrom(...'abcdefgh12'), minLength: 1, maxLength: 8 })

function base64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
}

describe('packIdf', () => {
  it('gives each term its rarity back, to an eighth of a nat', () => {
    fc.assert(
      fc.property(
        fc.dictionary(word, fc.integer({ min: 2, max: 1000 }), { maxKeys: 50 }),
        (counts) => {
          const idf = createIdf(base64(packIdf(new Map(Object.entries(counts)), 1000)))
          for (const [term, count] of Object.entries(counts)) {
            const exact = Math.max(0, Math.log(1001 / (count + 0.5)))
            expect(Math.abs(idf.ofTerm(term) - exact)).toBeLessThanOrEqual(1 / 16 + 1e-9)
          }
        },
      ),
    )
  })

  it('takes unknown and single terms as the rarest', () => {
    const idf = createIdf(
      base64(
        packIdf(
          new Map([
            ['common', 900],
            ['once', 1],
          ]),
          1000,
        ),
      ),
    )
    expect(idf.ofTerm('never')).toBe(7.625)
    expect(idf.ofTerm('once')).toBe(7.625)
    expect(idf.ofTerm('common')).toBeLessThan(1)
  })
})

describe('idfOf', () => {
  it('knows common words of both families, and rates a string by its rarest part', () => {
    for (const family of ['structured', 'natural'] as const) {
      const idf = idfOf(family)
      expect(idf.ofTerm('the')).toBeLessThan(idf.ofTerm('flight'))
      expect(idf.ofTerm('flight')).toBeLessThan(idf.ofTerm('xqzzyk'))
      expect(idf.ofString('the-flight')).toBe(idf.ofTerm('flight'))
      expect(idf.ofString('')).toBe(0)
    }
  })
})
