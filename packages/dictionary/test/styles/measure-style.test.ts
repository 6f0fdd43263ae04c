import { describe, expect, it } from 'vitest'
import { ALIAS_STYLES, measureStyle, STYLE_COSTS } from '../../src/index.ts'
import { cl100k, o200k } from '../counters.ts'

describe('alias styles', () => {
  it.each([o200k, cl100k])('costs what the table says', (counter) => {
    for (const { name } of ALIAS_STYLES) {
      const { mean } = measureStyle(name, counter)
      expect(Math.abs(mean - STYLE_COSTS[counter.encoding as 'o200k_base'][name])).toBeLessThan(
        0.006,
      )
    }
  })

  it.each(ALIAS_STYLES)('gives out distinct aliases in style $name', (style) => {
    const aliases = style.aliases(o200k)
    expect(new Set(aliases).size).toBe(aliases.length)
    expect(aliases.length).toBeGreaterThan(style.name === 'glyph' ? 0 : 99)
  })

  it.each(ALIAS_STYLES)('sees that a text spells style $name itself', (style) => {
    const [alias] = style.aliases(o200k)
    expect(style.occursIn(`see ${alias} now`, o200k)).toBe(true)
    expect(style.occursIn('see it now', o200k)).toBe(false)
  })

  it('has no glyph that people type in any script', () => {
    const glyphs = ALIAS_STYLES.find(({ name }) => name === 'glyph')!
      .aliases(o200k)
      .join('')
    expect(glyphs).not.toMatch(/[\p{L}\p{N}αβλ•→│─✓☑★]/u)
  })
})
