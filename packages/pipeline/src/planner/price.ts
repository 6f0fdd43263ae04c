import type { CacheRules } from './cache-rules.ts'

/** Tokens of one request, and how many of them stood at the beginning of an earlier one. */
export interface PricedRequest {
  readonly tokens: number
  /** Tokens of the longest beginning that an earlier request shares. */
  readonly sharedTokens: number
}

/** What a request costs, in prices of an uncached input token: `read x hit + write x rest`, below the minimum 1 each. */
export function priceOf({ tokens, sharedTokens }: PricedRequest, rules: CacheRules): number {
  if (tokens < rules.minimumTokens) return tokens
  const hit = hitOf(sharedTokens, rules)
  return hit * rules.read + (tokens - hit) * rules.write
}

/** Tokens that are read from the cache. */
export function hitOf(sharedTokens: number, rules: CacheRules): number {
  if (sharedTokens < rules.minimumTokens) return 0
  return sharedTokens - (sharedTokens % rules.stepTokens)
}

/** A rewrite of a text that was not sent before. */
export interface NewRewrite {
  readonly tokensRemoved: number
  /** Definitions and marks that come in. */
  readonly tokensAdded: number
  /** Later requests that will carry the text. */
  readonly laterReads: number
}

/** Gain of a rewrite at first sight: `(removed - added) x (write + read x later reads)`. Above 0 whenever tokens go. */
export function gainOfRewrite(rewrite: NewRewrite, rules: CacheRules): number {
  const { tokensRemoved, tokensAdded, laterReads } = rewrite
  return (tokensRemoved - tokensAdded) * (rules.write + rules.read * laterReads)
}

/** A change of a text that was sent before. */
export interface SentChange {
  readonly tokensRemoved: number
  /** Tokens that stand behind the changed place and must be written again. */
  readonly tokensBehind: number
  readonly laterReads: number
  /** Chance that the prefix is still cached, 0 to 1. */
  readonly aliveProbability: number
}

/**
 * Gain of changing what was sent: `removed x (write + read x (reads - 1)) - alive x (write - read) x (behind + removed)`.
 * Mostly negative: the fold never does it, and a caller who wants to can see the price.
 */
export function gainOfChange(change: SentChange, rules: CacheRules): number {
  const { tokensRemoved, tokensBehind, laterReads, aliveProbability } = change
  const saved = tokensRemoved * (rules.write + rules.read * (laterReads - 1))
  const broken = aliveProbability * (rules.write - rules.read) * (tokensBehind + tokensRemoved)
  return saved - broken
}

/** Later reads from which a change of a cached text pays: `((write - read) / read) x behind / removed`. */
export function breakEvenReads(
  change: Pick<SentChange, 'tokensRemoved' | 'tokensBehind'>,
  rules: CacheRules,
): number {
  return ((rules.write - rules.read) / rules.read) * (change.tokensBehind / change.tokensRemoved)
}
