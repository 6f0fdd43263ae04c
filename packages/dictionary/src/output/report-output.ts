import type { TokenCounter } from '../token-counter.ts'
import { type AliasOffer, savedPerUse } from './offer-aliases.ts'

/** What became of an offer. */
export interface OutputReport {
  /** Aliases that were offered. */
  readonly offered: number
  /** Offered aliases that the answer used at least once. */
  readonly used: number
  /** Uses in the answer. */
  readonly hits: number
  /** `used / offered`. */
  readonly hitRate: number
  /** Output tokens that the uses saved. */
  readonly outputTokensSaved: number
  /** Input tokens that the offer cost. */
  readonly instructionTokens: number
}

/** Counts an offer's hits (of a restorer's `hits`) in exact tokens; measured, never estimated. */
export function reportOutput(
  offer: AliasOffer,
  hits: ReadonlyMap<string, number>,
  counter: TokenCounter,
): OutputReport {
  let used = 0
  let total = 0
  let outputTokensSaved = 0
  for (const { alias, phrase } of offer.definitions) {
    const count = hits.get(alias) ?? 0
    if (count > 0) used += 1
    total += count
    outputTokensSaved += count * savedPerUse(phrase, alias, counter)
  }
  const offered = offer.definitions.length
  return {
    offered,
    used,
    hits: total,
    hitRate: offered === 0 ? 0 : used / offered,
    outputTokensSaved,
    instructionTokens: offer.instructionTokens,
  }
}
