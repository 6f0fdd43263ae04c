import type { Definition } from '../inline/alias-state.ts'
import { type Replacement, replaceSpans } from '../inline/replace-spans.ts'
import { type Atoms, atomize, type Span, type Syntax } from '../phrases/atoms.ts'
import { type ChosenPhrase, choosePhrases } from '../phrases/choose-phrases.ts'
import { expand } from '../stream/restorer.ts'
import { type StyleName, styleOf } from '../styles/alias-styles.ts'
import { cheapestStyle } from '../styles/measure-style.ts'
import type { TokenCounter } from '../token-counter.ts'
import { renderEntry, renderLegend } from './legend.ts'

/** How repetition in a text is written as aliases that a separate legend explains. */
export interface LegendOptions {
  readonly counter: TokenCounter
  /** How aliases look; `auto` takes the cheapest that the text does not spell itself. @default 'auto' */
  readonly style?: StyleName | 'auto'
  /** Most entries, up to 100. @default 100 */
  readonly maxEntries?: number
  /** Fewest tokens of a phrase. @default 6 */
  readonly minTokens?: number
  /** Fewest tokens that an entry must win, its line in the legend paid. @default 2 */
  readonly minGain?: number
  /** Fewest places of a phrase. @default 2 */
  readonly minCount?: number
  /** Spans that must stay as they are, in code units. @default none */
  readonly protectedSpans?: readonly Span[]
  /** In `json`, phrases do not reach over quotes, escapes and structure. @default 'text' */
  readonly syntax?: Syntax
  /** Longest text that is looked at, in code units; a longer one is left alone. @default 4194304 */
  readonly maxLength?: number
}

/** A text with aliases and what they stand for. */
export interface LegendSubstitution {
  readonly text: string
  readonly definitions: readonly Definition[]
  /** What must be shown to the model before the text. */
  readonly legend: string
  readonly style: StyleName
  readonly tokensBefore: number
  /** Tokens of legend and text together. */
  readonly tokensAfter: number
}

const DEFAULTS = {
  style: 'auto',
  maxEntries: 100,
  minTokens: 6,
  minGain: 2,
  minCount: 2,
  protectedSpans: [],
  syntax: 'text',
  maxLength: 4_194_304,
} as const

/** Phrases that are counted exactly. */
const MAX_CANDIDATES = 200

/**
 * Writes repeated phrases as aliases and lists them in a legend. `undefined` where nothing wins with the legend counted:
 * the result was expanded and compared.
 * @throws {RangeError} for a style that does not exist
 */
export function substituteWithLegend(
  text: string,
  options: LegendOptions,
): LegendSubstitution | undefined {
  const rules = { ...DEFAULTS, ...options }
  const { counter } = rules
  if (text.length > rules.maxLength) return undefined
  const style = rules.style === 'auto' ? cheapestStyle(text, counter) : styleOf(rules.style)
  const free = (style?.aliases(counter) ?? []).filter((alias) => !text.includes(alias))
  if (style === undefined || free.length === 0) return undefined
  const atoms = atomize(text, rules.syntax, rules.protectedSpans)
  const alias = free[0]!
  const chosen = choosePhrases(atoms, {
    ...rules,
    maxPhrases: Math.min(rules.maxEntries, free.length),
    maxCandidates: MAX_CANDIDATES,
    alias,
    definitionCost: (phrase) => counter.countTokens(`\n${renderEntry({ alias, phrase })}`),
  })
  return settle(atoms, chosen, free, { counter, style: style.name })
}

function settle(
  atoms: Atoms,
  chosen: readonly ChosenPhrase[],
  free: readonly string[],
  { counter, style }: { counter: TokenCounter; style: StyleName },
): LegendSubstitution | undefined {
  const { text, starts } = atoms
  const ordered = [...chosen].sort((a, b) => a.places[0]! - b.places[0]!)
  const definitions = ordered.map(({ phrase }, at) => ({ alias: free[at]!, phrase }))
  const replacements = ordered.flatMap(({ places, length }, at): Replacement[] =>
    places.map((place) => ({ from: starts[place]!, to: starts[place + length]!, text: free[at]! })),
  )
  const rendered = replaceSpans(text, replacements)
  const legend = renderLegend(definitions)
  const tokensBefore = counter.countTokens(text)
  const tokensAfter = counter.countTokens(`${legend}\n${rendered}`)
  const isExact = tokensAfter < tokensBefore && expand(rendered, definitions) === text
  return isExact
    ? { text: rendered, definitions, legend, style, tokensBefore, tokensAfter }
    : undefined
}
