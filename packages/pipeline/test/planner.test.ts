import { describe, expect, it } from 'vitest'
import {
  breakEvenReads,
  CACHE_RULES,
  cacheRulesOf,
  gainOfChange,
  gainOfRewrite,
  planChange,
  priceOf,
  resolveCacheRules,
} from '../src/planner.ts'

const FIVE_MINUTES = resolveCacheRules('anthropic-5m')

describe('the cache rules', () => {
  it.each(CACHE_RULES)('of $id carry a source and a date and are sane', (rules) => {
    expect(rules.asOf).toMatch(/^\d{4}-\d\d-\d\d$/)
    expect(rules.source.length).toBeGreaterThan(10)
    expect(rules.read).toBeLessThanOrEqual(rules.write)
    expect(rules.stepTokens).toBeGreaterThan(0)
  })

  it.each([
    ['anthropic/claude-sonnet-4-5', 'anthropic-5m'],
    ['claude-haiku-4-5', 'anthropic-5m-4096'],
    ['gpt-5', 'openai-gpt-5'],
    ['gpt-5.6-mini', 'openai-gpt-5.6'],
    ['gpt-4o-2024-08-06', 'openai-gpt-4o'],
    ['gpt-4.1', 'openai-gpt-4.1'],
    ['gemini-2.5-pro', 'gemini-2.5'],
    ['gemini-3.1-pro', 'gemini-3'],
    ['deepseek-chat', 'deepseek'],
    ['llama-3', 'none'],
  ])('of %s are %s', (model, id) => {
    expect(cacheRulesOf(model).id).toBe(id)
  })

  it('name the known ids when one is unknown', () => {
    expect(() => resolveCacheRules('acme')).toThrow(/"acme" is unknown; use anthropic-5m/)
  })
})

describe('prices', () => {
  it.each([
    ['below the minimum nothing is cached', 1000, 900, 1000],
    ['new tokens are written', 2000, 0, 2500],
    ['shared tokens are read', 3000, 2000, 200 + 1250],
    ['a shared beginning below the minimum is no hit', 3000, 1000, 3750],
  ])('%s', (_, tokens, sharedTokens, price) => {
    expect(priceOf({ tokens, sharedTokens }, FIVE_MINUTES)).toBeCloseTo(price, 9)
  })

  it('counts hits in steps where the provider does', () => {
    const price = priceOf({ tokens: 1200, sharedTokens: 1100 }, resolveCacheRules('openai-gpt-5'))
    expect(price).toBeCloseTo(1024 * 0.1 + 176, 9)
  })

  it('a prefix pushed below the minimum costs more than the longer one', () => {
    const rules = resolveCacheRules('anthropic-5m-4096')
    const long = priceOf({ tokens: 5000, sharedTokens: 5000 }, rules)
    const short = priceOf({ tokens: 3500, sharedTokens: 3500 }, rules)
    expect([long, short]).toEqual([500, 3500])
  })
})

describe('the planner', () => {
  it.each([
    ['anthropic-5m', 11.5],
    ['anthropic-1h', 19],
    ['openai-gpt-5', 9],
    ['openai-gpt-4o', 1],
  ])('knows when a change of sent text pays under %s', (id, reads) => {
    const change = { tokensRemoved: 100, tokensBehind: 100 }
    expect(breakEvenReads(change, resolveCacheRules(id))).toBeCloseTo(reads, 9)
  })

  it('gains by every rewrite at first sight that removes more than it adds', () => {
    const rewrite = { tokensRemoved: 100, tokensAdded: 40, laterReads: 10 }
    expect(gainOfRewrite(rewrite, FIVE_MINUTES)).toBeCloseTo(60 * 2.25, 9)
  })

  const change = { tokensRemoved: 100, tokensBehind: 5000, laterReads: 5, aliveProbability: 1 }

  it('refuses a change that costs more than it saves', () => {
    expect(gainOfChange(change, FIVE_MINUTES)).toBeLessThan(0)
    expect(planChange({ ...change, prefixTokens: 20_000 }, FIVE_MINUTES)).toMatchObject({
      allowed: false,
      reason: 'costs more than it saves',
    })
  })

  it('refuses to push a prefix below the cached minimum', () => {
    const dead = { ...change, aliveProbability: 0, prefixTokens: 1100 }
    expect(planChange(dead, FIVE_MINUTES)).toMatchObject({
      allowed: false,
      reason: 'falls below the cached minimum',
    })
  })

  it('allows a change when the cache is surely gone', () => {
    const dead = { ...change, aliveProbability: 0, prefixTokens: 20_000 }
    expect(planChange(dead, FIVE_MINUTES).allowed).toBe(true)
  })
})
