import { type CacheRules, cacheRulesOf } from '@x/pipeline/planner'
import type { PartTokens } from '../compression/compressor.ts'
import type { UpstreamUsage } from '../stream/stream-reading.ts'

/** One region of a prompt as the upstream billed it. */
export interface PricedRegion {
  readonly region: 'cache-read' | 'cache-write' | 'plain'
  /** Tokens as the upstream counted them. */
  readonly tokens: number
  /** Tokens that Pith took out of the parts which lie in this region. */
  readonly tokensSaved: number
  /** Price of one token here, where an uncached input token costs 1. */
  readonly multiplier: number
}

/** What the input of a request cost, and what it would have cost as it came. */
export interface PricedSavings {
  /** The provider's rules that were applied (`CACHE_RULES` of `@x/pipeline/planner`). */
  readonly rules: string
  /** Price of the input, where an uncached input token costs 1. */
  readonly paid: number
  /** What the removed tokens would have cost in the regions where they stood; below 0 where tokens were added. */
  readonly saved: number
  readonly regions: readonly PricedRegion[]
}

/**
 * Prices a request with the upstream's own usage: every removed token at the price of the region that its part lies in.
 * The upstream counts the frame of messages too, so that the regions' borders are carried over by proportion. It is
 * assumed that the cache would have hit as far without Pith. `undefined` where the upstream told no usage.
 */
export function priceSavings(
  model: string,
  usage: UpstreamUsage | undefined,
  parts: readonly PartTokens[],
): PricedSavings | undefined {
  if (usage?.inputTokens === undefined || usage.inputTokens === 0) return undefined
  const rules = cacheRulesOf(model)
  const regions = regionsOf(usage, rules)
  const saved = savedByRegion(
    parts,
    regions.map(({ tokens }) => tokens / (usage.inputTokens as number)),
  )
  const priced = regions.map((region, at) => ({ ...region, tokensSaved: saved[at] as number }))
  return {
    rules: rules.id,
    paid: round(priced.reduce((sum, { tokens, multiplier }) => sum + tokens * multiplier, 0)),
    saved: round(
      priced.reduce((sum, { tokensSaved, multiplier }) => sum + tokensSaved * multiplier, 0),
    ),
    regions: priced,
  }
}

/** A cached prefix stands first, what was written behind it, what is not cached last. */
function regionsOf(usage: UpstreamUsage, rules: CacheRules): Omit<PricedRegion, 'tokensSaved'>[] {
  const { inputTokens = 0, cacheReadTokens = 0, cacheWriteTokens = 0 } = usage
  const plain = Math.max(0, inputTokens - cacheReadTokens - cacheWriteTokens)
  return [
    { region: 'cache-read', tokens: cacheReadTokens, multiplier: rules.read },
    { region: 'cache-write', tokens: cacheWriteTokens, multiplier: writePrice(usage, rules) },
    { region: 'plain', tokens: plain, multiplier: 1 },
  ]
}

/** Anthropic bills what it keeps for an hour at twice the plain price, and says how much that was. */
function writePrice(usage: UpstreamUsage, rules: CacheRules): number {
  const { cacheWriteTokens = 0, cacheWriteHourTokens = 0 } = usage
  if (cacheWriteTokens === 0 || cacheWriteHourTokens === 0) return rules.write
  const share = Math.min(1, cacheWriteHourTokens / cacheWriteTokens)
  return rules.write * (1 - share) + HOUR_WRITE * share
}

const HOUR_WRITE = 2

/** Lays the parts as they were sent over the regions' shares; a part across a border is divided like its text. */
function savedByRegion(parts: readonly PartTokens[], shares: readonly number[]): number[] {
  const total = parts.reduce((sum, { tokensAfter }) => sum + tokensAfter, 0)
  let border = 0
  const spans = shares.map((share) => {
    const start = border
    border += share * total
    return { start, end: border, saved: 0 }
  })
  let at = 0
  for (const { tokensBefore, tokensAfter } of parts) {
    const saved = tokensBefore - tokensAfter
    if (saved !== 0) {
      for (const span of spans) span.saved += saved * overlap(span, at, tokensAfter)
    }
    at += tokensAfter
  }
  return spans.map(({ saved }) => round(saved))
}

/** The share of a part from `at` on that lies within a span. */
function overlap(
  span: { readonly start: number; readonly end: number },
  at: number,
  length: number,
): number {
  const inside = Math.min(span.end, at + length) - Math.max(span.start, at)
  return length === 0 ? 0 : Math.max(0, inside) / length
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000
}
