import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const MAIN = join(import.meta.dirname, '../dist/main.mjs')

function pith(args: readonly string[], input: string) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...args], { input })
  return { status, stdout: stdout.toString(), stderr: stderr.toString() }
}

const rows = (hall: number): string =>
  JSON.stringify(
    Array.from({ length: 60 }, (_, id) => ({ id, hall, unit: `unit ${id}`, shelf: 'north' })),
    null,
    2,
  )
const TRACE = JSON.stringify({
  model: 'gpt-5',
  messages: [1, 2, 3].flatMap((turn) => [
    { role: 'user', content: `Show hall ${turn}.` },
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
    { role: 'tool', tool_call_id: `c${turn}`, content: rows(turn) },
    { role: 'assistant', content: `Hall ${turn} is shown.` },
  ]),
})

describe('pith replay', () => {
  it('prints tokens and price per request and in total', () => {
    const { status, stdout } = pith(['replay', '--mode', 'strict', '--provider', 'all'], TRACE)
    expect(status).toBe(0)
    expect(stdout).toContain('in 6 requests')
    expect(stdout).toContain(', 0 parts broken')
    expect(stdout).toMatch(/anthropic-5m +[\d,]+ +[\d,]+ +0\.\d{3} +0\.\d{3}/)
  })

  it('answers with one JSON object', () => {
    const { stdout } = pith(['replay', '--json', '--provider', 'openai-gpt-5'], TRACE)
    const answer = JSON.parse(stdout)
    expect(answer).toMatchObject({ model: 'gpt-5', encoding: 'o200k_base', prefixBreaks: 0 })
    expect(answer.requests).toHaveLength(6)
    expect(answer.prices).toHaveLength(1)
    expect(answer.prices[0].provider).toBe('openai-gpt-5')
    expect(answer.tokensAfter).toBeLessThan(answer.tokensBefore)
  })

  it.each([
    ['a trace that is none', ['replay'], 'hello', 1, 'standard input: line 1:'],
    ['an unknown provider', ['replay', '--provider', 'acme'], TRACE, 2, 'acme'],
  ])('refuses %s', (_, args, input, status, message) => {
    const answer = pith(args, input)
    expect(answer.status).toBe(status)
    expect(answer.stderr).toContain(message)
  })
})

describe('pith compress --provider', () => {
  it('keeps to the start rule of the provider, and without it to threshold and mode', () => {
    const run = (...args: string[]) =>
      JSON.parse(pith(['compress', '--json', '--mode', 'strict', ...args], TRACE).stdout)
    const free = run()
    const bound = run('--provider', 'anthropic-5m')
    expect(free.tokensAfter).toBeLessThan(bound.tokensAfter)
    expect(bound.tokensAfter).toBeGreaterThanOrEqual(Math.min(1024, bound.tokensBefore))
  })
})
