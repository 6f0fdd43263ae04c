import { loadTokenizer } from '@x/tokens'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { jsonNotation } from '../src/json/json-notation.ts'
import { jsonValue, spaced } from './json-arbitrary.ts'
import { type ForcedOptions, forced, roundTrip } from './round-trip.ts'
import { schemaText } from './schema-arbitrary.ts'
import { seenValues } from './seen-values.ts'

const counter = await loadTokenizer('o200k_base')

function expectExact(text: string, more?: Partial<ForcedOptions>): void {
  expect(roundTrip(jsonNotation, text, forced(counter, more)) ?? text).toBe(text)
}

/** What was seen as members, as items of lists in lists, and as first and other cells of rows. */
const shape = fc.constantFrom<(seen: unknown, other: unknown) => unknown>(
  (seen, other) => ({ other, rows: [seen, other], z: { a: seen, b: 1 } }),
  (seen, other) => [[seen, other, seen], [1], [other, seen]],
  (seen, other) => [
    { k: seen, n: 1 },
    { k: 'x', n: 2 },
    { k: other },
    { k: 'y' },
    { k: 1, n: other },
  ],
  (seen, other) => [{ k: 'x' }, { k: seen }, { k: 'y' }, { k: other }, { k: 'z' }],
)

describe('the JSON notation, at length', () => {
  it('gives back 100,000 texts', () => {
    fc.assert(
      fc.property(spaced, (text) => {
        expectExact(text)
      }),
      { numRuns: 100_000 },
    )
  })

  it('gives back 100,000 schemas', () => {
    fc.assert(
      fc.property(schemaText, (text) => {
        expectExact(text)
      }),
      { numRuns: 100_000 },
    )
  })

  it('gives back 20,000 texts with references to what was seen', () => {
    const level = fc.constantFrom('plain' as const, 'dense' as const)
    fc.assert(
      fc.property(jsonValue, jsonValue, level, shape, (seen, other, at, shapeOf) => {
        const earlier = { a: seen, rows: [seen, other], lists: [[seen, other, seen], [other]] }
        const references = seenValues({ 'get#1': JSON.stringify(earlier) })
        const text = JSON.stringify(shapeOf(seen, other))
        expectExact(text, { level: at, references })
      }),
      { numRuns: 20_000 },
    )
  })
})
