import { join } from 'node:path'
import { loadTokenizer } from '@x/tokens'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createPipeline, type Part, restoreTranscript, type Transcript } from '../src/index.ts'
import {
  CACHE_RULES,
  type CacheRules,
  priceOf,
  resolveCacheRules,
  withStartRule,
} from '../src/planner.ts'
import { conversationsOf, DATA_FOLDER } from './laws/recorded-conversations.ts'

const tokenizer = await loadTokenizer('o200k_base')

/** What happens next: a result that tables make short, text that nothing makes short, or the same request again. */
type Turn = readonly ['table' | 'words' | 'again', number]

const turns: fc.Arbitrary<Turn[]> = fc.array(
  fc.tuple(fc.constantFrom('table', 'words', 'again'), fc.integer({ min: 1, max: 60 })),
  { minLength: 1, maxLength: 14 },
) as fc.Arbitrary<Turn[]>

const prices = fc.record({
  write: fc.constantFrom(1, 1.25, 2),
  read: fc.constantFrom(0.02, 0.1, 0.25, 0.5),
  minimumTokens: fc.constantFrom(0, 32, 128, 400),
})

/** The transcript, and how many of its parts each request carries. */
function conversation(list: readonly Turn[]): { transcript: Transcript; requests: number[] } {
  const parts: Part[] = []
  const requests: number[] = []
  for (const [kind, size] of list) {
    if (kind !== 'again' || parts.length === 0) {
      const at = parts.length
      const text = kind === 'words' ? wordsOf(size, at) : tableOf(size, at)
      const label = `search#${at + 1}`
      parts.push({ id: `messages[${at}].content`, role: 'tool', kind: 'text', label, text })
    }
    requests.push(parts.length)
  }
  return { transcript: { parts }, requests }
}

function tableOf(size: number, seed: number): string {
  const rows = Array.from({ length: size }, (_, row) => ({
    reservation_identifier: seed * 1000 + row,
    availability_status: 'confirmed by the operator',
    departure_airport: 'OSL',
  }))
  return JSON.stringify(rows, null, 2)
}

function wordsOf(size: number, seed: number): string {
  const words = Array.from({ length: size }, (_, at) => ((seed + 1) * 7919 * (at + 3)).toString(36))
  return words.join(' ')
}

interface Priced {
  readonly without: number
  readonly with: number
}

function pricesOf(
  transcript: Transcript,
  requests: readonly number[],
  rules: CacheRules,
): Priced[] {
  const policy = withStartRule({ mode: 'strict' }, rules)
  const { parts } = createPipeline({ tokenizer, policy }).run(transcript)
  const upTo = (count: number, pick: 'tokensBefore' | 'tokensAfter'): number =>
    parts.slice(0, count).reduce((sum, part) => sum + part[pick], 0)
  return requests.map((count, at) => {
    const shared = requests[at - 1] ?? 0
    const price = (pick: 'tokensBefore' | 'tokensAfter'): number =>
      priceOf({ tokens: upTo(count, pick), sharedTokens: upTo(shared, pick) }, rules)
    return { without: price('tokensBefore'), with: price('tokensAfter') }
  })
}

describe('the start rule', () => {
  it('makes no request dearer, whatever the conversation does', () => {
    fc.assert(
      fc.property(turns, prices, (list, row) => {
        const { transcript, requests } = conversation(list)
        const rules = { ...resolveCacheRules('anthropic-5m'), ...row }
        for (const priced of pricesOf(transcript, requests, rules)) {
          expect(priced.with).toBeLessThanOrEqual(priced.without + 1e-6)
        }
      }),
      { numRuns: 300 },
    )
  })

  it('minifies a result whose table would leave the prefix too short, where that leaves enough', () => {
    const { transcript } = conversation([['table', 20]])
    const run = (minimumSentTokens: number) =>
      createPipeline({ tokenizer, policy: { mode: 'strict', minimumSentTokens } }).run(transcript)
    const minified = tokenizer.countTokens(JSON.stringify(JSON.parse(transcript.parts[0]!.text)))
    expect(run(0).tokensAfter).toBeLessThan(minified / 2)
    const held = run(minified)
    expect(held.tokensAfter).toBeGreaterThanOrEqual(minified)
    expect(held.tokensAfter).toBeLessThan(minified + 4)
    expect(restoreTranscript(held.parts)).toEqual(transcript)
    expect(run(minified + 40).tokensAfter).toBe(held.tokensBefore)
  })

  it('lets a long first result shrink below the minimum where what it saves is enough', () => {
    const { transcript } = conversation([['table', 150]])
    const tokensUnder = (id: string): number => {
      const policy = withStartRule({ mode: 'strict' }, resolveCacheRules(id))
      return createPipeline({ tokenizer, policy }).run(transcript).tokensAfter
    }
    expect(tokensUnder('none')).toBeLessThan(1024)
    expect(tokensUnder('openai-gpt-4o')).toBe(tokensUnder('none'))
    expect(tokensUnder('openai-gpt-4.1')).toBe(tokensUnder('none'))
    expect(tokensUnder('anthropic-5m')).toBeGreaterThan(1024)
  })

  it('is named where it keeps a part as it is', () => {
    const { transcript } = conversation([['table', 30]])
    const policy = withStartRule({ mode: 'strict' }, resolveCacheRules('anthropic-5m'))
    const { stages } = createPipeline({ tokenizer, policy }).run(transcript)
    expect(stages.map(({ skipped }) => skipped)).toEqual(
      Array(3).fill('start rule: below the cached minimum of 1024 tokens'),
    )
  })

  it.each([0.5, 0.1])('is as weak as it can be for retries without end, read at %s', (read) => {
    const rules = { ...resolveCacheRules('openai-gpt-4o'), stepTokens: 1, read }
    const { enoughSavedTokens = 0 } = withStartRule({}, rules)
    const retry = (saved: number): Priced => {
      const sent = rules.minimumTokens - 1
      const raw = sent + saved
      return {
        with: priceOf({ tokens: sent, sharedTokens: sent }, rules),
        without: priceOf({ tokens: raw, sharedTokens: raw }, rules),
      }
    }
    const enough = retry(enoughSavedTokens)
    expect(enough.with).toBeLessThanOrEqual(enough.without)
    const less = retry(enoughSavedTokens - 2 * Math.ceil(1 / read))
    expect(less.with).toBeGreaterThan(less.without)
  })

  it('makes no recorded request dearer', (context) => {
    if (DATA_FOLDER === undefined) return context.skip('PITH_DATA is not set')
    const file = 'tool_result/tau2-bench-airline-retail.jsonl.gz'
    const exact = CACHE_RULES.filter(({ stepTokens }) => stepTokens === 1)
    let count = 0
    for (const { transcript } of conversationsOf(join(DATA_FOLDER, 'data/corpus', file), file)) {
      count += 1
      if (count % 50 !== 0) continue
      const requests = transcript.parts.flatMap(({ role }, at) =>
        role === 'assistant' ? [at] : [],
      )
      for (const rules of exact) {
        for (const priced of pricesOf(transcript, requests, rules)) {
          expect(priced.with).toBeLessThanOrEqual(priced.without + 1e-6)
        }
      }
    }
    expect(count).toBeGreaterThan(50)
  })
})
