import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LEGEND_HEADER, LegendError, parseLegend, renderLegend } from '../../src/index.ts'

describe('legend', () => {
  it('is readable', () => {
    const legend = renderLegend([
      { alias: '$a', phrase: 'https://api.example.com/v2/customers' },
      { alias: '§01', phrase: 'two\nlines' },
    ])
    expect(legend).toBe(
      `${LEGEND_HEADER}\n$a = https://api.example.com/v2/customers\n§01 = "two\\nlines"`,
    )
  })

  it.each([
    ['a separator', 'key: value; other'],
    ['a line break', 'one\ntwo\r\nthree'],
    ['spaces at its edges', '  padded '],
    ['the delimiter', 'a = b'],
    ['a backslash before the delimiter', 'a \\= b'],
    ['quotes', '"quoted"'],
    ['half a quote', '"'],
    ['brackets', '[$a=x]'],
    ['the alias itself', '$a'],
    ['rare delimiters', 'x‖y⟦z⟧'],
    ['line separators of Unicode', 'a\u2028b\u0085c'],
    ['half a surrogate pair', 'x\ud83d'],
    ['nothing', ''],
  ])('brings back a phrase with %s', (_, phrase) => {
    const definitions = [{ alias: '$a', phrase }]
    expect(parseLegend(renderLegend(definitions))).toEqual(definitions)
  })

  it('brings back any definitions', () => {
    const text = fc.string({ unit: 'binary' })
    fc.assert(
      fc.property(fc.array(fc.record({ alias: text, phrase: text })), (definitions) => {
        expect(parseLegend(renderLegend(definitions))).toEqual(definitions)
      }),
      { numRuns: 500 },
    )
  })

  it('says which line it cannot read', () => {
    expect(() => parseLegend(`${LEGEND_HEADER}\n$a = x\nnonsense`)).toThrow(
      new LegendError('"nonsense" is no "alias = phrase"', 3),
    )
    expect(() => parseLegend('$a = x')).toThrow(LegendError)
    expect(() => parseLegend(`${LEGEND_HEADER}\n$a = "open`)).toThrow(LegendError)
  })
})
