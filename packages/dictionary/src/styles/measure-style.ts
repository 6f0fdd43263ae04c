import type { TokenCounter } from '../token-counter.ts'
import { ALIAS_STYLES, type AliasStyle, type StyleName, styleOf } from './alias-styles.ts'

/** Where an alias may stand: what is before it and after it. */
export const ALIAS_PLACES = {
  space: ['see ', ' now'],
  quote: ['"', '"'],
  colon: ['key:', ','],
  slash: ['/', ' '],
  'slash after': [' ', '/42'],
  newline: ['\n', '\n'],
  bar: ['|', '|'],
  bracket: ['[', ']'],
} as const

/** A key of `ALIAS_PLACES`. */
export type AliasPlace = keyof typeof ALIAS_PLACES

/** Tokens that an alias adds to the texts beside it, as means over the style's first 26 aliases. */
export interface StyleCost {
  readonly style: StyleName
  /** How many aliases the style has in this vocabulary, at most 100. */
  readonly size: number
  readonly places: Readonly<Record<AliasPlace, number>>
  /** Mean over all places. */
  readonly mean: number
}

/** Measures what an alias of this style costs, in place, with this tokenizer. */
export function measureStyle(name: StyleName, counter: TokenCounter): StyleCost {
  const style = styleOf(name)
  const aliases = style.aliases(counter)
  const sample = aliases.slice(0, 26)
  const entries = Object.entries(ALIAS_PLACES).map(([place, [before, after]]) => {
    const without = counter.countTokens(before) + counter.countTokens(after)
    const total = sample.reduce(
      (sum, alias) => sum + counter.countTokens(before + alias + after) - without,
      0,
    )
    return [place, sample.length === 0 ? Infinity : total / sample.length] as const
  })
  return {
    style: name,
    size: aliases.length,
    places: Object.fromEntries(entries) as Record<AliasPlace, number>,
    mean: entries.reduce((sum, [, tokens]) => sum + tokens, 0) / entries.length,
  }
}

/**
 * Mean tokens of an alias in the eight places of `ALIAS_PLACES`, as `measureStyle` gives them, to two digits; a test holds this table to
 * the tokenizers.
 */
export const STYLE_COSTS: Readonly<
  Record<'o200k_base' | 'cl100k_base', Record<StyleName, number>>
> = {
  o200k_base: {
    dollar: 1.16,
    tilde: 1.63,
    hash: 1.23,
    at: 1.38,
    section: 1.75,
    dstroke: 1.75,
    glyph: 0.92,
  },
  cl100k_base: {
    dollar: 1.03,
    tilde: 1.63,
    hash: 1.11,
    at: 1.25,
    section: 1.75,
    dstroke: 1.75,
    glyph: 0.92,
  },
}

/** Fewest aliases that a style must have left to be chosen. */
const FEWEST = 10

/** The cheapest style that a text does not spell by itself; of equals, the first in the table. */
export function cheapestStyle(text: string, counter: TokenCounter): AliasStyle | undefined {
  let best: AliasStyle | undefined
  let bestMean = Infinity
  for (const style of ALIAS_STYLES) {
    // A lone sign says less to a reader than a sigil with a name, so it is taken on request only.
    if (style.name === 'glyph' || style.occursIn(text, counter)) continue
    const { mean, size } = measureStyle(style.name, counter)
    if (mean < bestMean && size >= FEWEST) {
      best = style
      bestMean = mean
    }
  }
  return best
}
