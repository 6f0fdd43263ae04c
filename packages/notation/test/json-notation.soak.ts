import { loadTokenizer } from '@x/tokens'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse, render } from '../src/index.ts'
import { jsonValue, spaced } from './json-arbitrary.ts'
import { seenValues } from './seen-values.ts'

const counter = await loadTokenizer('o200k_base')

describe('the JSON notation, at length', () => {
  it('gives back 100,000 texts', () => {
    fc.assert(
      fc.property(spaced, (text) => {
        const rendering = render(text, { counter })
        if (rendering !== undefined) expect(parse(rendering.text)).toBe(text)
      }),
      { numRuns: 100_000 },
    )
  })

  it('gives back 20,000 texts with references to what was seen', () => {
    const level = fc.constantFrom('plain' as const, 'dense' as const)
    fc.assert(
      fc.property(jsonValue, jsonValue, level, (seen, other, at) => {
        const references = seenValues({ 'get#1': JSON.stringify({ a: seen, rows: [seen, other] }) })
        const text = JSON.stringify({ other, rows: [seen, other], z: { a: seen, b: 1 } })
        const rendering = render(text, { counter, references, level: at })
        if (rendering !== undefined) expect(parse(rendering.text, { references })).toBe(text)
      }),
      { numRuns: 20_000 },
    )
  })
})
