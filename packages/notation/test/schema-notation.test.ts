import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NotationError } from '../src/errors.ts'
import { jsonNotation } from '../src/json/json-notation.ts'
import { hostileText } from './json-arbitrary.ts'
import { forced, roundTrip } from './round-trip.ts'
import { schemaText } from './schema-arbitrary.ts'

const runs = { numRuns: Number(process.env.PITH_RUNS ?? 400) }

/** Counts something token-like; the seed decides which forms look cheap, so that each of them is chosen at times. */
function counterOf(seed: number) {
  const weights: Readonly<Record<string, number>> = {
    '{': seed % 3,
    '(': (seed >> 2) % 3,
    '"': (seed >> 4) % 3,
  }
  return {
    countTokens(text: string) {
      let tokens = 0
      for (const [part] of text.matchAll(/ ?\p{L}+|\p{N}{1,3}|[^\p{L}\p{N}]/gu)) {
        tokens += 1 + (weights[part] ?? 0)
      }
      return tokens
    },
  }
}

function backOf(text: string, seed: number): string | undefined {
  return roundTrip(jsonNotation, text, forced(counterOf(seed)))
}

describe('schemas in type form', () => {
  it('come back as they were', () => {
    fc.assert(
      fc.property(schemaText, fc.nat(63), (text, seed) => {
        expect(backOf(text, seed) ?? text).toBe(text)
      }),
      runs,
    )
  })

  it('are refused with a NotationError where they are garbage', () => {
    const pieces = fc.oneof(
      hostileText,
      fc.constantFrom(
        'string',
        'a: ',
        'a?: ',
        '{\n',
        '}',
        '\n',
        '(',
        ')',
        '[]',
        '|',
        ', ',
        ' ',
        '"a"',
        'any',
        'true',
        'required',
        '// a\n',
        '/* a */',
        'x=',
        'anyOf(',
        'properties{\n',
        'definitions{\n',
        '#/a/* ',
        'draft-07',
      ),
    )
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
        try {
          expect(
            jsonNotation.parse(`~schema(${parts.join('')}`, { references: undefined }),
          ).toBeTypeOf('string')
        } catch (error) {
          expect(error).toBeInstanceOf(NotationError)
        }
      }),
      runs,
    )
  })

  it.each([`${'not('.repeat(5000)}any${')'.repeat(5000)}`, `any${'[]'.repeat(5000)}`])(
    'are refused where they nest beyond all bounds: %.12s',
    (items) => {
      const parse = () => jsonNotation.parse(`~schema(${items})`, { references: undefined })
      expect(parse).toThrow(NotationError)
    },
  )

  it('nest as deeply as values are looked into', () => {
    let schema: unknown = { type: 'string' }
    for (let level = 0; level < 60; level += 1) schema = { type: 'array', items: schema }
    expect(backOf(JSON.stringify(schema), 0)).toBe(JSON.stringify(schema))
  })
})
