import { loadTokenizer } from '@x/tokens'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isRendered, NotationError, type NotationLevel, parse, render } from '../src/index.ts'
import { TEXT_NOTATIONS } from '../src/text-notations.ts'
import cases from './fixtures/lines.json' with { type: 'json' }
import { hostileTexts } from './hostile-texts.ts'
import { programText } from './line-arbitrary.ts'
import { forced, roundTrip } from './round-trip.ts'

const counter = await loadTokenizer('o200k_base')
const [log] = TEXT_NOTATIONS

/** Through the front door, and through one notation whatever its probe says. */
function expectExact(text: string, levels: readonly NotationLevel[] = ['plain', 'dense']): void {
  const rendering = render(text, { counter })
  if (rendering !== undefined) {
    expect(rendering.tokensAfter).toBeLessThan(rendering.tokensBefore)
    expect(rendering.tokensAfter).toBe(counter.countTokens(rendering.text))
    expect(isRendered(rendering.text)).toBe(true)
    expect(parse(rendering.text)).toBe(text)
  }
  for (const level of levels) {
    expect(roundTrip(log!, text, forced(counter, { level })) ?? text).toBe(text)
  }
}

describe('the grammar of lines', () => {
  it.each(cases.decodes)('$what', ({ rendered, text }) => {
    expect(parse(rendered)).toBe(text)
  })

  it.each(cases.refused)('refuses $what', ({ rendered }) => {
    expect(() => log!.parse(rendered, { references: undefined })).toThrow(NotationError)
  })
})

describe('lines are exact', () => {
  it('restores any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => expectExact(text)),
      { numRuns: 300 },
    )
  })

  it('restores texts made of what programs write', () => {
    fc.assert(
      fc.property(programText, (text) => expectExact(text)),
      { numRuns: 300 },
    )
  })

  it('restores lines of a few characters that are marks', () => {
    const line = fc.string({
      unit: fc.constantFrom('$', 'a', ' ', '1', '{', '}', '-', ':', '|'),
      maxLength: 8,
    })
    fc.assert(
      fc.property(fc.array(line, { maxLength: 60 }), (lines) => expectExact(lines.join('\n'))),
      { numRuns: 300 },
    )
  })

  it('never puts a slot in angle brackets behind the sign at the start of a line', () => {
    // Braces stand in the lines as a slot would, so that angle brackets come next.
    const text = [1919, 269, 377, 1332, 774, 15, 6021, 348, 2200, 97, 4410, 863]
      .map((n) => `$ ${`${n}`.padStart(4)}{*} bytes`)
      .join('\n')
    const rendered = log!.render(text, forced(counter)) ?? ''
    expect(rendered).toContain('$a=$[:5]{*} bytes')
    expectExact(text)
  })

  it('fills a line up to a column only where it stood when that was found', () => {
    const text = [' 6 ', ' 7 ', ' 8 ', '10 ', '7  ', '6 ', '10 ']
      .map((number) => `${number}| x = call(0, "x")`)
      .join('\n\n')
    const rendered = log!.render(text, forced(counter)) ?? ''
    expect(rendered).toContain('$a={}{@3}| x = call')
    expect(log!.parse(rendered, { references: undefined })).toBe(text)
  })

  it('reads or refuses a rendering that was changed', () => {
    const change = fc.tuple(
      fc.nat(),
      fc.nat({ max: 3 }),
      fc.constantFrom('', '$', 'a', '\n', '9', '{', '*', '~'),
    )
    fc.assert(
      fc.property(
        programText,
        fc.array(change, { minLength: 1, maxLength: 4 }),
        (text, changes) => {
          let rendered =
            log!.render(text, forced(counter, { level: 'dense' })) ?? '~log $a={}: x\n---\n'
          for (const [at, removed, added] of changes) {
            const from = at % (rendered.length + 1)
            rendered = rendered.slice(0, from) + added + rendered.slice(from + removed)
          }
          try {
            expect(typeof log!.parse(rendered, { references: undefined })).toBe('string')
          } catch (error) {
            expect(error).toBeInstanceOf(NotationError)
          }
        },
      ),
      { numRuns: 300 },
    )
  })

  it.each(hostileTexts())('ends in time on $what', ({ text }) => {
    const before = performance.now()
    expectExact(text, ['plain'])
    expect(performance.now() - before).toBeLessThan(50_000)
  })
})
