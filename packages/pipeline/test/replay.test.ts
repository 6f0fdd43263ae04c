import { loadTokenizer } from '@x/tokens'
import { describe, expect, it } from 'vitest'
import { CACHE_RULES, resolveCacheRules } from '../src/planner.ts'
import { readTrace, replay, TraceError } from '../src/replay.ts'

const tokenizer = await loadTokenizer('o200k_base')

function rows(count: number, state: string): string {
  return JSON.stringify(
    Array.from({ length: count }, (_, id) => ({ id, unit: `unit ${id}`, state, shelf: 'north' })),
    null,
    2,
  )
}

const MESSAGES = [
  { role: 'system', content: 'You keep the store house. '.repeat(60) },
  ...[1, 2, 3, 4].flatMap((turn) => [
    { role: 'user', content: `Show me the units of hall ${turn}.` },
    {
      role: 'assistant',
      content: null,
      tool_calls: [
        {
          id: `c${turn}`,
          type: 'function',
          function: { name: 'list', arguments: `{"h":${turn}}` },
        },
      ],
    },
    { role: 'tool', tool_call_id: `c${turn}`, content: rows(30, turn === 3 ? 'free' : 'taken') },
    { role: 'assistant', content: `Hall ${turn} is shown.` },
  ]),
]
const CONVERSATION = JSON.stringify({ model: 'gpt-5', messages: MESSAGES })

describe('readTrace', () => {
  it('replays a conversation with one request before each answer', () => {
    const trace = readTrace(CONVERSATION)
    expect(trace.conversations[0]?.requests).toHaveLength(8)
    expect(trace.conversations[0]?.requests.map(({ parts }) => parts.length)).toEqual([
      2, 4, 6, 8, 10, 12, 14, 16,
    ])
  })

  it('takes requests that grow out of each other as they were sent', () => {
    const lines = [3, 5, 9].map((count) => JSON.stringify({ messages: MESSAGES.slice(0, count) }))
    const trace = readTrace(`${lines.join('\n')}\n`)
    expect(trace.conversations).toHaveLength(1)
    expect(trace.conversations[0]?.requests).toHaveLength(3)
  })

  it('reads a trajectory, a bare list of messages and an envelope', () => {
    const history = [
      { role: 'user', content: 'a' },
      { role: 'assistant', content: 'b' },
    ]
    for (const trace of [{ history }, history, { request: { messages: history } }]) {
      expect(readTrace(JSON.stringify(trace)).conversations[0]?.requests).toHaveLength(1)
    }
  })

  it.each([
    ['', 1],
    ['{"messages":[]}\nnot json', 2],
    ['{"foo":1}', 1],
  ])('refuses %j naming the line', (text, line) => {
    expect(() => readTrace(text)).toThrow(expect.objectContaining({ name: 'TraceError', line }))
    expect(() => readTrace(text)).toThrow(TraceError)
  })
})

describe('replay', () => {
  const result = replay(readTrace(CONVERSATION), {
    tokenizer,
    policy: { mode: 'strict' },
    providers: CACHE_RULES,
  })

  it('counts every request and never breaks a prefix', () => {
    expect(result.requests).toHaveLength(8)
    expect(result.prefixBreaks).toBe(0)
    expect(result.tokensAfter).toBeLessThan(result.tokensBefore)
    expect(result.requests.every((r) => r.tokensAfter <= r.tokensBefore)).toBe(true)
    const gained = Object.values(result.gains).reduce((a, b) => a + b, 0)
    expect(gained).toBe(result.tokensBefore - result.tokensAfter)
  })

  it('costs no more under any provider that counts by the token', () => {
    const exact = result.prices.filter(
      ({ provider }) => resolveCacheRules(provider).stepTokens === 1,
    )
    expect(exact.length).toBeGreaterThan(4)
    for (const price of exact) expect(price.worstRatio).toBeLessThanOrEqual(1)
  })

  it('costs at most 3 % more where hits are counted in steps', () => {
    for (const price of result.prices) expect(price.worstRatio).toBeLessThanOrEqual(1.03)
  })
})
