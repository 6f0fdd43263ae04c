import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { createPieceCache } from '../src/piece-cache.ts'
import { loadRanks } from '../src/ranks.ts'
import { readVocabulary, type Vocabulary } from '../src/vocabulary.ts'

let vocabulary: Vocabulary

beforeAll(async () => {
  vocabulary = readVocabulary(await loadRanks('gpt2'))
})

function bytesOf(tokens: readonly number[]): Uint8Array {
  const { pool, starts } = vocabulary
  return new Uint8Array(
    tokens.flatMap((token) => [...pool.subarray(starts[token], starts[token + 1])]),
  )
}

const merges = fc.array(fc.nat(50_000), { minLength: 1, maxLength: 24 })

describe('the cache of merges', () => {
  it('gives back what was kept, or nothing, also when every piece has the same hash', () => {
    fc.assert(
      fc.property(fc.array(merges, { minLength: 1, maxLength: 12 }), fc.integer(), (all, hash) => {
        const cache = createPieceCache(vocabulary)
        for (const tokens of all) cache.keep(hash, Int32Array.from(tokens), tokens.length)
        for (const tokens of all) {
          const bytes = bytesOf(tokens)
          const entry = cache.find(bytes, 0, bytes.length, hash)
          if (entry < 0) continue
          const found: number[] = []
          cache.appendTo(entry, found)
          expect(bytesOf(found)).toEqual(bytes)
          expect(cache.count(entry)).toBe(found.length)
        }
      }),
    )
  })

  it('drops the least recently used of a full set', () => {
    const cache = createPieceCache(vocabulary)
    const has = (token: number): boolean => {
      const bytes = bytesOf([token, token])
      return cache.find(bytes, 0, bytes.length, 7) >= 0
    }
    for (const token of [1, 2, 3, 4]) cache.keep(7, Int32Array.of(token, token), 2)
    expect(has(1)).toBe(true)
    cache.keep(7, Int32Array.of(5, 5), 2)
    expect([1, 2, 3, 4, 5].map(has)).toEqual([true, false, true, true, true])
  })

  it('does not take a longer or shorter piece for the one that was kept', () => {
    const cache = createPieceCache(vocabulary)
    cache.keep(7, Int32Array.of(1, 2), 2)
    const bytes = bytesOf([1, 2, 3])
    const kept = bytesOf([1, 2]).length
    expect(cache.find(bytes, 0, bytes.length, 7)).toBe(-1)
    expect(cache.find(bytes, 0, kept - 1, 7)).toBe(-1)
    expect(cache.find(bytes, 0, kept, 7)).toBeGreaterThanOrEqual(0)
  })
})
