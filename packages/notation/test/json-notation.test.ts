import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NotationError } from '../src/errors.ts'
import { isMarked } from '../src/json/json-mark.ts'
import { jsonNotation } from '../src/json/json-notation.ts'
import { hostileText, spaced } from './json-arbitrary.ts'
import { forced, roundTrip } from './round-trip.ts'

/** Counts something token-like, so that tables and names are chosen as they are in earnest. */
const counter = {
  countTokens: (text: string) => text.match(/ ?[\p{L}]+|\p{N}{1,3}|[^\p{L}\p{N}]/gu)?.length ?? 0,
}
const options = forced(counter)

describe('the JSON notation', () => {
  it('gives back any value in any spacing', () => {
    fc.assert(
      fc.property(spaced, (text) => {
        const back = roundTrip(jsonNotation, text, options)
        if (back !== undefined) expect(back).toBe(text)
      }),
      { numRuns: Number(process.env.PITH_RUNS ?? 400) },
    )
  })

  it.each([
    [
      'names within what a name stands for',
      '{"a":{"b":{"type":"a string of some length","n":1},"x":{"type":"a string of some length","n":1}},"x":"w","type":"an object of some length","c":{"b":{"type":"a string of some length","n":1},"y":2},"e":{"type":"a string of some length","z":1}}',
    ],
    [
      '60 levels and names after them',
      `{"a":${'{"k":'.repeat(60)}"a long enough value"${'}'.repeat(60)},"k":"a long enough value","l":"a long enough value"}`,
    ],
    [
      'a list of rows that are tables',
      '[]\n[{"a.b":0,"name":[{"x=y":"-","a=b":0},{"x=y":0,"a=b":"-"}]},{"two words":0,"ada":0},{"name":{"first":null},"ada":{"first":"bob"}},{"ada":false}]',
    ],
  ])('gives back %s', (_, text) => {
    expect(roundTrip(jsonNotation, text, options)).toBe(text)
  })

  it('parses garbage into a text or a NotationError', () => {
    const garbage = fc
      .array(
        fc.oneof(
          hostileText,
          fc.constantFrom(
            '~',
            '{"a":',
            '2 rows: a b',
            '3 keys: @ c={@}x',
            '[',
            '{',
            '}',
            ']',
            ',',
            'a+"x"',
            '=a+"x"',
            ' ',
            'a=',
            'a.',
            'rows: ',
            '{...a#1 b=',
            '=a#1[0-3,1]',
            '.text',
            '.sorted',
          ),
        ),
        { maxLength: 12 },
      )
      .map((parts) => '~' + parts.join(''))
    fc.assert(
      fc.property(garbage, (text) => {
        try {
          expect(jsonNotation.parse(text, { references: undefined })).toBeTypeOf('string')
        } catch (error) {
          expect(error).toBeInstanceOf(NotationError)
        }
      }),
      { numRuns: Number(process.env.PITH_RUNS ?? 400) },
    )
  })

  it.each(['rows:', 'keys:', 'rows|', 'keys|b'])(
    'never takes %j after a number in a row for a table',
    (word) => {
      const rows = [7, 8, 9].map((size) => ({ size: `${size}x5`, noun: word, url: null }))
      const text = JSON.stringify([...rows, { size: 4, noun: word, url: false }])
      const rendered = jsonNotation.render(text, options)
      expect(rendered).toContain(`"${word}"`)
      expect(jsonNotation.parse(rendered ?? '', { references: undefined })).toBe(text)
    },
  )

  it('marks what it renders', () => {
    fc.assert(
      fc.property(spaced, (text) => {
        const rendered = jsonNotation.render(text, options)
        if (rendered !== undefined) expect(isMarked(rendered)).toBe(true)
      }),
    )
  })
})
