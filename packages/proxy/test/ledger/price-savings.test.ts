import { describe, expect, it } from 'vitest'
import type { PartTokens } from '../../src/index.ts'
import { priceSavings } from '../../src/ledger/price-savings.ts'

const part = (tokensBefore: number, tokensAfter: number): PartTokens => ({
  fidelity: tokensBefore === tokensAfter ? 'verbatim' : 'exact',
  tokensBefore,
  tokensAfter,
})

/** A history of 3,000 sent tokens that lost 1,000, and a new message of 1,000 that lost 500. */
const PARTS = [part(1000, 1000), part(3000, 2000), part(1500, 1000)]

describe('priceSavings', () => {
  it('prices what left the cached history at the price of a cache read, and the rest as written', () => {
    const usage = { inputTokens: 4000, cacheReadTokens: 3000, cacheWriteTokens: 1000 }
    expect(priceSavings('claude-sonnet-4-6', usage, PARTS)).toEqual({
      rules: 'anthropic-5m',
      paid: 3000 * 0.1 + 1000 * 1.25,
      saved: 1000 * 0.1 + 500 * 1.25,
      regions: [
        { region: 'cache-read', tokens: 3000, tokensSaved: 1000, multiplier: 0.1 },
        { region: 'cache-write', tokens: 1000, tokensSaved: 500, multiplier: 1.25 },
        { region: 'plain', tokens: 0, tokensSaved: 0, multiplier: 1 },
      ],
    })
  })

  it('prices everything plainly where nothing was cached', () => {
    const priced = priceSavings('gpt-4o', { inputTokens: 4000 }, PARTS)
    expect(priced).toMatchObject({ rules: 'openai-gpt-4o', paid: 4000, saved: 1500 })
  })

  it('carries the borders over where the upstream counts the frame of messages too', () => {
    const usage = { inputTokens: 8000, cacheReadTokens: 6000 }
    const regions = priceSavings('gpt-4o', usage, PARTS)?.regions
    expect(regions?.map(({ tokensSaved }) => tokensSaved)).toEqual([1000, 0, 500])
  })

  it('divides a part that lies across a border', () => {
    const usage = { inputTokens: 4000, cacheReadTokens: 2000 }
    const regions = priceSavings('gpt-4o', usage, PARTS)?.regions
    expect(regions?.map(({ tokensSaved }) => tokensSaved)).toEqual([500, 0, 1000])
  })

  it('takes the price of an hour for what Anthropic keeps for an hour', () => {
    const usage = { inputTokens: 4000, cacheWriteTokens: 4000, cacheWriteHourTokens: 4000 }
    expect(priceSavings('claude-sonnet-4-6', usage, PARTS)).toMatchObject({
      paid: 8000,
      saved: 3000,
    })
  })

  it.each([[undefined], [{}], [{ inputTokens: 0 }], [{ outputTokens: 5 }]])(
    'says nothing for the usage %j',
    (usage) => {
      expect(priceSavings('gpt-4o', usage, PARTS)).toBeUndefined()
    },
  )

  it('knows no gain where nothing was removed', () => {
    expect(priceSavings('gpt-4o', { inputTokens: 10 }, [])).toMatchObject({ paid: 10, saved: 0 })
  })
})
