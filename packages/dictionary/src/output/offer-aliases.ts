import type { Definition } from '../inline/alias-state.ts'
import { renderLegend } from '../legend/legend.ts'
import { atomize } from '../phrases/atoms.ts'
import { choosePhrases } from '../phrases/choose-phrases.ts'
import { type StyleName, styleOf } from '../styles/alias-styles.ts'
import type { TokenCounter } from '../token-counter.ts'

/** Which phrases a model is offered short forms for. */
export interface OfferOptions {
  readonly counter: TokenCounter
  /** Aliases as the model writes them. @default 'at' */
  readonly style?: StyleName
  /** Most aliases. @default 8 */
  readonly maxAliases?: number
  /** How often a phrase must stand in the request to be expected in the answer. @default 3 */
  readonly minCount?: number
  /** Fewest tokens that one use must save: alias against phrase, counted in place. @default 4 */
  readonly minSavedPerUse?: number
  /** Uses of each alias to expect in an answer: feed back what `reportOutput` measures (`hits / offered`). @default 2 */
  readonly expectedUses?: number
  /** What an output token costs in input tokens. @default 4 */
  readonly outputPrice?: number
}

/** Aliases that the model may write, and the instruction that says so. */
export interface AliasOffer {
  readonly definitions: readonly Definition[]
  /** For the system prompt; the same bytes for the same definitions. */
  readonly instruction: string
  readonly instructionTokens: number
}

const DEFAULTS = {
  style: 'at',
  maxAliases: 8,
  minCount: 3,
  minSavedPerUse: 4,
  expectedUses: 2,
  outputPrice: 4,
} as const

/** The fixed beginning of the instruction. */
export const OFFER_INSTRUCTION =
  'In your answer you may write these short forms instead of the texts that they stand for; they are expanded before anyone reads them.'

/**
 * Offers `@`-aliases for phrases of the request that the answer is likely to repeat, only where one alias takes several
 * tokens fewer than its phrase. `undefined` where nothing qualifies, or where the instruction would cost more than the
 * expected hits save. Not for requests with `stop`, `prediction`, `logprobs` or a JSON mode: that is the caller's to know.
 * @throws {RangeError} for a style that does not exist
 */
export function offerOutputAliases(request: string, options: OfferOptions): AliasOffer | undefined {
  const rules = { ...DEFAULTS, ...options }
  const { counter } = rules
  const style = styleOf(rules.style)
  if (style.occursIn(request, counter)) return undefined
  const aliases = style.aliases(counter)
  const saved = (phrase: string): number => savedPerUse(phrase, aliases[0]!, counter)
  const chosen = choosePhrases(atomize(request, 'text', []), {
    counter,
    minTokens: rules.minSavedPerUse,
    minCount: rules.minCount,
    maxPhrases: rules.maxAliases,
    maxCandidates: 64,
    alias: aliases[0]!,
    definitionCost: () => 0,
    minGain: 1,
    accepts: (phrase) => saved(phrase) >= rules.minSavedPerUse,
  })
  const definitions = chosen.map(({ phrase }, at) => ({ alias: aliases[at]!, phrase }))
  const instruction = renderInstruction(definitions)
  const instructionTokens = counter.countTokens(instruction)
  const expected = definitions.reduce((sum, { phrase }) => sum + saved(phrase), 0)
  const pays = expected * rules.expectedUses * rules.outputPrice > instructionTokens
  return definitions.length > 0 && pays
    ? { definitions, instruction, instructionTokens }
    : undefined
}

/** Tokens that one use of an alias saves in a sentence; not above 0 where the phrase is as short. */
export function savedPerUse(phrase: string, alias: string, counter: TokenCounter): number {
  return counter.countTokens(`the ${phrase} is`) - counter.countTokens(`the ${alias} is`)
}

/** The instruction for a list of aliases: fixed words, then the legend. */
export function renderInstruction(definitions: readonly Definition[]): string {
  return `${OFFER_INSTRUCTION}\n${renderLegend(definitions)}`
}
