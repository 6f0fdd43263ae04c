import { loadTokenizer } from '@x/tokens'
import { describe, expect, it } from 'vitest'
import { pith } from './pith.ts'

const LOG = Array.from({ length: 80 }, (_, i) =>
  i === 41
    ? '2026-01-02 10:00:41 ERROR [db] connection refused by 10.0.0.7'
    : `2026-01-02 10:00:${String(i % 60).padStart(2, '0')} INFO [web] GET /health 200`,
).join('\n')
const ROWS = JSON.stringify({
  status: 'ok',
  rows: Array.from({ length: 30 }, (_, id) => ({ id, city: `City ${id}`, note: 'nothing to say' })),
})
const PASSAGE =
  'The tower stands in the old harbour. It was painted twice. The tower was built in 1887 by Anna Berg. Visitors come in summer. The stairs are steep. A lift was added later for those who like it. In winter it is shut. Some say that it leans a little to the west. Tickets are sold at the door.'

describe('pith keep', () => {
  it('prints the kept text, and what was kept on standard error', () => {
    const { code, stdout, stderr } = pith(['keep', '-', '--rate', '0.2'], LOG)
    expect(code).toBe(0)
    expect(stdout.toString()).toContain('ERROR [db] connection refused')
    expect(stdout.toString()).toMatch(/^\[\.\.\. \d+ lines dropped\]$/m)
    expect(stderr).toMatch(
      /^Kept [\d,]+ of [\d,]+ tokens \(\d+\.\d%\): log by line, linear, \d+ gaps? marked$/m,
    )
  })

  it('answers with the fields of its contract', async () => {
    const { countTokens } = await loadTokenizer('o200k_base')
    const { stdout } = pith(['keep', '--rate', '0.4', '--json'], ROWS)
    const answer = JSON.parse(stdout.toString())
    expect(Object.keys(answer)).toEqual([
      'kind',
      'backend',
      'rate',
      'unit',
      'tokensBefore',
      'tokensAfter',
      'elapsedMs',
      'text',
      'kept',
    ])
    expect(answer).toMatchObject({
      kind: 'json_api',
      backend: 'linear',
      rate: 0.4,
      unit: 'field',
      tokensBefore: countTokens(ROWS),
      tokensAfter: countTokens(answer.text),
    })
    expect(answer.tokensAfter).toBeLessThanOrEqual(0.4 * answer.tokensBefore)
    expect(JSON.parse(answer.text).status).toBe('ok')
    for (const [start, end] of answer.kept) expect(answer.text).toContain(ROWS.slice(start, end))
  })

  it('keeps the sentence that a question asks for', () => {
    const argv = ['keep', '--rate', '0.5', '--unit', 'sentence', '--query', 'Who built the tower?']
    expect(pith(argv, PASSAGE).stdout.toString()).toContain('built in 1887 by Anna Berg.')
  })

  it('falls back to the heuristic where no model knows the script, and says so', () => {
    const { code, stderr } = pith(
      ['keep', '--rate', '0.5', '--backend', 'onnx'],
      '今日は晴れです。明日は雨です。'.repeat(40),
    )
    expect(code).toBe(0)
    expect(stderr).toContain('The heuristic scored in place of onnx-node: ')
  })

  it.each([
    [['keep'], /required option '--rate <rate>'/],
    [['keep', '--rate', '2'], /give a number above 0 and up to 1/],
    [['keep', '--rate', '0.3', '--unit', 'page'], /Allowed choices are auto, field/],
  ])('refuses %j with exit code 2', (argv, message) => {
    const { code, stderr } = pith(argv, 'text')
    expect(code).toBe(2)
    expect(stderr).toMatch(message)
  })
})
