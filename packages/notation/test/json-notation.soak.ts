import { loadTokenizer } from '@x/tokens'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { jsonNotation } from '../src/json/json-notation.ts'
import { jsonValue, spaced } from './json-arbitrary.ts'
import { seenValues } from './seen-values.ts'

const counter = await loadTokenizer('o200k_base')

describe('the JSON notation, at length', () => {
  it('gives back 100,000 texts', () => {
    fc.assert(
      fc.property(spaced, (text) => {
        const options = { counter, level: 'plain', references: undefined, workLimit: 1e7 } as const
        const rendered = jsonNotation.render(text, options)
        if (rendered === undefined) return
        expect(jsonNotation.parse(rendered, { references: undefined })).toBe(text)
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
        const options = { counter, level: at, references, workLimit: 1e7 }
        const rendered = jsonNotation.render(text, options)
        if (rendered !== undefined) expect(jsonNotation.parse(rendered, { references })).toBe(text)
      }),
      { numRuns: 20_000 },
    )
  })
})
