import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ALIAS_STYLES, expand, parseLegend, substituteWithLegend } from '../../src/index.ts'
import { repetitiveText } from '../arbitrary-text.ts'
import { o200k as counter } from '../counters.ts'

const PHRASE = 'Connection to the primary database was refused by the gateway'
const STYLES = ['auto', ...ALIAS_STYLES.map(({ name }) => name)] as const

describe('substituteWithLegend', () => {
  it('writes the cheapest style that the text does not spell', () => {
    const text = `${PHRASE}. `.repeat(6)
    expect(substituteWithLegend(text, { counter })?.style).toBe('dollar')
    expect(substituteWithLegend(`echo $x; ${text}`, { counter })?.style).toBe('hash')
    expect(substituteWithLegend(`echo $x #y; ${text}`, { counter })?.style).toBe('at')
    expect(substituteWithLegend(`echo $x #y; @1 ${text}`, { counter })?.style).toBe('tilde')
  })

  it.each(STYLES)('is exact and saves tokens with its legend in style %s', (style) => {
    fc.assert(
      fc.property(repetitiveText, (noise) => {
        const text = `${noise}\n${`${PHRASE}\n`.repeat(6)}`
        const result = substituteWithLegend(text, { counter, style, minTokens: 3 })
        if (result === undefined) return
        expect(expand(result.text, parseLegend(result.legend))).toBe(text)
        expect(result.tokensAfter).toBe(counter.countTokens(`${result.legend}\n${result.text}`))
        expect(result.tokensAfter).toBeLessThan(result.tokensBefore)
      }),
      { numRuns: 60 },
    )
  })

  it.each(STYLES)('finds the phrase in style %s', (style) => {
    const result = substituteWithLegend(`${PHRASE}. `.repeat(8), { counter, style })!
    expect(result.definitions).toHaveLength(1)
    expect(result.text).not.toContain('refused')
  })

  it('names a style that does not exist', () => {
    expect(() => substituteWithLegend('text', { counter, style: 'greek' as 'dollar' })).toThrow(
      /style is "greek"; use auto, dollar/,
    )
  })
})
