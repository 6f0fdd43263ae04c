import { createPipeline, type Pipeline, type PipelineOptions } from '../pipeline.ts'
import type { PipelineResult } from '../pipeline-result.ts'
import type { CacheRules } from '../planner/cache-rules.ts'
import { withStartRule } from '../planner/plan.ts'
import { priceOf } from '../planner/price.ts'
import type { RenderedPart } from '../rendered-part.ts'
import type { Trace, TraceConversation } from './trace.ts'

/** What to replay with. */
export interface ReplayOptions extends PipelineOptions {
  /** Providers whose prices are computed; each replays under its own start rule. */
  readonly providers: readonly CacheRules[]
}

/** One request of a replay. */
export interface ReplayedRequest {
  readonly tokensBefore: number
  readonly tokensAfter: number
  /** Tokens of the beginning that the request before had as well, as received and as sent. */
  readonly sharedBefore: number
  readonly sharedAfter: number
  /** UTF-8 bytes of text that stand at the beginning of both this request and the one before, as sent. */
  readonly prefixBytesKept: number
  /** Parts that were the same as in the request before and were sent in other bytes: must be 0. */
  readonly prefixBreaks: number
  /** Tokens that each stage took off. */
  readonly gains: Readonly<Record<string, number>>
  readonly failures: number
}

/** Price of a trace under one provider's rules, in prices of an uncached input token; output is not priced. */
export interface ReplayPrice {
  readonly provider: string
  readonly without: number
  readonly with: number
  /** with / without over all requests. */
  readonly pooledRatio: number
  /** Mean and worst ratio of a conversation. */
  readonly meanRatio: number
  readonly worstRatio: number
  /** Conversations that cost more than without Pith. */
  readonly conversationsAbove: number
  readonly tokensAfter: number
}

/** A replayed trace: token totals under the caller's own policy, prices under each provider's start rule. */
export interface ReplayResult {
  readonly requests: readonly ReplayedRequest[]
  readonly tokensBefore: number
  readonly tokensAfter: number
  readonly savings: number
  readonly prefixBytesKept: number
  readonly prefixBreaks: number
  readonly gains: Readonly<Record<string, number>>
  readonly failures: number
  readonly prices: readonly ReplayPrice[]
}

/**
 * Sends recorded conversations through a pipeline, request by request, and prices them with and without it.
 * Tokens are of texts; what a provider adds around messages is not counted.
 */
export function replay(trace: Trace, options: ReplayOptions): ReplayResult {
  const requests = trace.conversations.flatMap((conversation) =>
    replayConversation(conversation, createPipeline(options)),
  )
  const sum = (pick: (request: ReplayedRequest) => number): number =>
    requests.reduce((total, request) => total + pick(request), 0)
  const tokensBefore = sum((request) => request.tokensBefore)
  const tokensAfter = sum((request) => request.tokensAfter)
  return {
    requests,
    tokensBefore,
    tokensAfter,
    savings: tokensBefore === 0 ? 0 : 1 - tokensAfter / tokensBefore,
    prefixBytesKept: sum((request) => request.prefixBytesKept),
    prefixBreaks: sum((request) => request.prefixBreaks),
    gains: sumGains(requests),
    failures: sum((request) => request.failures),
    prices: options.providers.map((rules) => priceTrace(trace, options, rules)),
  }
}

function replayConversation(
  { requests }: TraceConversation,
  pipeline: Pipeline,
): ReplayedRequest[] {
  let before: PipelineResult | undefined
  return requests.map((transcript) => {
    const result = pipeline.run(transcript)
    const replayed = compare(before, result)
    before = result
    return replayed
  })
}

const encoder = new TextEncoder()

function compare(before: PipelineResult | undefined, result: PipelineResult): ReplayedRequest {
  const same = (pick: (part: RenderedPart) => string): number => {
    const at = result.parts.findIndex((part, index) => {
      const other = before?.parts[index]
      return other === undefined || other.part.role !== part.part.role || pick(other) !== pick(part)
    })
    return at < 0 ? result.parts.length : at
  }
  const sharedParts = same(({ part }) => part.text)
  const keptParts = Math.min(
    sharedParts,
    same(({ text }) => text),
  )
  const tokens = (count: number, pick: (part: RenderedPart) => number): number =>
    result.parts.slice(0, count).reduce((total, part) => total + pick(part), 0)
  return {
    tokensBefore: result.tokensBefore,
    tokensAfter: result.tokensAfter,
    sharedBefore: tokens(sharedParts, ({ tokensBefore }) => tokensBefore),
    sharedAfter: tokens(keptParts, ({ tokensAfter }) => tokensAfter),
    prefixBytesKept: tokens(keptParts, ({ text }) => encoder.encode(text).length),
    prefixBreaks: sharedParts - keptParts,
    gains: Object.fromEntries(
      result.stages.map(({ name, tokensBefore, tokensAfter }) => [
        name,
        tokensBefore - tokensAfter,
      ]),
    ),
    failures: result.failures.length,
  }
}

function sumGains(requests: readonly ReplayedRequest[]): Record<string, number> {
  const total: Record<string, number> = {}
  for (const { gains } of requests) {
    for (const [name, gain] of Object.entries(gains)) total[name] = (total[name] ?? 0) + gain
  }
  return total
}

function priceTrace(trace: Trace, options: ReplayOptions, rules: CacheRules): ReplayPrice {
  const policy = withStartRule(options.policy ?? {}, rules)
  const conversations = trace.conversations.map((conversation) => {
    const requests = replayConversation(conversation, createPipeline({ ...options, policy }))
    return {
      without: total(requests, ({ tokensBefore, sharedBefore }) =>
        priceOf({ tokens: tokensBefore, sharedTokens: sharedBefore }, rules),
      ),
      with: total(requests, ({ tokensAfter, sharedAfter }) =>
        priceOf({ tokens: tokensAfter, sharedTokens: sharedAfter }, rules),
      ),
      tokensAfter: total(requests, ({ tokensAfter }) => tokensAfter),
    }
  })
  const ratios = conversations
    .filter(({ without }) => without > 0)
    .map((conversation) => conversation.with / conversation.without)
  const without = total(conversations, (conversation) => conversation.without)
  const priced = total(conversations, (conversation) => conversation.with)
  return {
    provider: rules.id,
    without,
    with: priced,
    pooledRatio: without === 0 ? 1 : priced / without,
    meanRatio: ratios.length === 0 ? 1 : total(ratios, (ratio) => ratio) / ratios.length,
    worstRatio: ratios.length === 0 ? 1 : Math.max(...ratios),
    conversationsAbove: ratios.filter((ratio) => ratio > 1 + 1e-9).length,
    tokensAfter: total(conversations, (conversation) => conversation.tokensAfter),
  }
}

function total<Item>(items: readonly Item[], pick: (item: Item) => number): number {
  return items.reduce((sum, item) => sum + pick(item), 0)
}
