import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { pith, roundTrip, withFolder } from './pith.ts'

const INPUTS = join(import.meta.dirname, '../../../fixtures/inputs')
const ROWS = JSON.stringify(
  Array.from({ length: 40 }, (_, id) => ({ id, state: 'open', owner: { team: 'harbour' } })),
)

describe('pith compress', () => {
  it('prints the dry run', () => {
    const { code, stdout } = pith(['compress', '-', '--mode', 'strict'], ROWS)
    expect(code).toBe(0)
    expect(stdout.toString()).toMatch(
      /^Input: {3}[\d,]+ tokens\nOutput: {2}[\d,]+ tokens\nSaved: {3}[\d,]+ tokens \(\d+\.\d%\)\nTime: {4}\d+\.\dms\n\nStages: .+\n$/,
    )
  })

  it('answers with the fields of its contract', () => {
    const { stdout } = pith(['compress', '--json', '--mode', 'strict', '--model', 'gpt-4'], ROWS)
    const answer = JSON.parse(stdout.toString())
    expect(Object.keys(answer)).toEqual([
      'model',
      'encoding',
      'approximate',
      'tokensBefore',
      'tokensAfter',
      'savings',
      'elapsedMs',
      'fidelity',
      'stages',
      'text',
    ])
    expect(answer).toMatchObject({
      model: 'gpt-4',
      encoding: 'cl100k_base',
      approximate: false,
      fidelity: 'exact',
    })
    expect(answer.tokensAfter).toBeLessThan(answer.tokensBefore)
    expect(pith(['restore'], answer.text).stdout.toString()).toBe(ROWS)
  })

  it('reads a chat request as a transcript and leaves its geometry alone', () => {
    const messages = [
      { role: 'user', content: 'Which rows are open?' },
      {
        role: 'assistant',
        content: null,
        tool_calls: [{ id: 'c1', type: 'function', function: { name: 'list', arguments: '{}' } }],
      },
      { role: 'tool', tool_call_id: 'c1', content: ROWS },
    ]
    const body = JSON.stringify({ model: 'gpt-4o', messages })
    const { stdout } = pith(['compress', '--json', '--mode', 'strict'], body)
    const answer = JSON.parse(stdout.toString())
    expect(answer.model).toBe('gpt-4o')
    expect(answer).not.toHaveProperty('text')
    expect(answer.messages.slice(0, 2)).toEqual(messages.slice(0, 2))
    expect(answer.messages[2].content.length).toBeLessThan(ROWS.length)
  })

  it('does nothing below the threshold and says so', () => {
    const { stdout } = pith(['compress'], ROWS)
    expect(stdout.toString()).toContain('(skipped: below the threshold of 4500 tokens)')
    expect(stdout.toString()).toContain('Saved:   0 tokens (0.0%)')
  })

  it('says that a count for a private tokenizer is approximate', () => {
    const { stdout } = pith(['compress', '--json', '--model', 'claude-sonnet-4-5'], ROWS)
    expect(JSON.parse(stdout.toString()).approximate).toBe(true)
  })
})

describe('pith compress with loss', () => {
  const note = (at: number): string =>
    `On day ${at} the keeper of hall ${at % 7} ${at % 2 === 0 ? 'opened' : 'closed'} gate ${at * 3}.`
  const NOTES = Array.from({ length: 60 }, (_, at) => note(at)).join('\n')

  it('drops text in mode aggressive, at the rate that is named, and reports it', () => {
    const options = ['--mode', 'aggressive', '--threshold', '0', '--rate', '0.3', '--json']
    const { code, stdout, stderr } = pith(['compress', ...options], NOTES)
    expect([code, stderr]).toEqual([0, ''])
    const answer = JSON.parse(stdout.toString())
    expect(answer).toMatchObject({
      fidelity: 'lossy',
      loss: { parts: 1, rateAsked: 0.3, backends: ['linear'] },
      parts: [{ id: 'text', fidelity: 'lossy', profile: { kind: expect.any(String) } }],
    })
    expect(answer.stages[0]).toMatchObject({ name: 'keep' })
    expect(answer.text).toMatch(/^~lossy\n/)
    expect(answer.text).toContain('dropped]')
    expect(answer.loss.rateReached).toBeLessThan(0.6)
  })

  it('says in words what was dropped', () => {
    const { stdout } = pith(['compress', '--mode', 'strict', '--rate', '0.3'], NOTES)
    expect(stdout.toString()).toMatch(/\nLossy: [\d.]+% sent of [\d,]+ tokens in 1 text /)
  })

  it('never restores what was dropped in silence', () => {
    withFolder((folder) => {
      const file = join(folder, 'lossy')
      pith(['compress', '--mode', 'strict', '--rate', '0.4', '-o', file], NOTES)
      const { code, stdout, stderr } = pith(['restore', file])
      expect([code, stdout.toString()]).toEqual([1, ''])
      expect(stderr).toMatch(/lossy: text was dropped from this document .*take the source\n$/)
    })
  })

  it('leaves a request restorable of which nothing had to be dropped', () => {
    expect(roundTrip(ROWS, '--rate', '0.9').toString()).toBe(ROWS)
  })
})

describe('pith restore', () => {
  it.each(readdirSync(INPUTS))('gives back the bytes of %s', (name) => {
    const source = readFileSync(join(INPUTS, name))
    expect(roundTrip(source).equals(source)).toBe(true)
  })

  it.each([
    ['an empty text', ''],
    ['a byte order mark', `\uFEFF${ROWS}`],
    ['NUL characters', `a\0b\0${ROWS}`],
    ['truncated JSON', ROWS.slice(0, -7)],
    ['doubled keys', '[{"a":1,"a":2},{"a":3,"a":4},{"a":5,"a":6}]'],
    ['odd numbers', '[{"n":1.0},{"n":-0},{"n":1e400},{"n":12345678901234567890}]'],
    ['integer-like keys', '[{"b":1,"2":2,"1":3},{"b":4,"2":5,"1":6}]'],
    ['escaped lone surrogates', '["\\ud800","\\udc00\\ud800"]'],
    ['JSON nested 20,000 deep', '['.repeat(20_000) + ']'.repeat(20_000)],
    ['a text that looks rendered', '~log 3 lines\n~~x'],
    [
      'a request in ASCII with escapes',
      '{"messages":[{"role":"tool","content":"[{\\"caf\\u00e9\\": 1}]"}]}',
    ],
    ['a request with unusual escapes', '{"messages":[{"role":"tool","content":"a\\/b\\u0041"}]}'],
    ['CRLF lines', 'one\r\ntwo\r\n'.repeat(50)],
  ])('gives back %s', (_, source) => {
    expect(roundTrip(source).toString()).toBe(source)
  })
})

describe('pith --version', () => {
  it('prints the version of its package', () => {
    const manifest = readFileSync(join(import.meta.dirname, '../package.json'), 'utf8')
    const { code, stdout } = pith(['--version'])
    expect([code, stdout.toString()]).toEqual([0, `${JSON.parse(manifest).version}\n`])
  })
})

describe('bad input', () => {
  it('names a missing file and exits with 1', () => {
    const { code, stderr } = pith(['compress', '/nowhere/at/all.json'])
    expect(code).toBe(1)
    expect(stderr).toBe(
      'pith: /nowhere/at/all.json: no such file; give a readable file, or - for standard input\n',
    )
  })

  it('names a folder and exits with 1', () => {
    withFolder((folder) => {
      const { code, stderr } = pith(['restore', folder])
      expect([code, stderr]).toEqual([1, expect.stringContaining('is a folder')])
    })
  })

  it('names the first byte that is not UTF-8 and exits with 1', () => {
    const { code, stderr } = pith(['compress'], Uint8Array.of(0x61, 0x62, 0xff, 0x63))
    expect(code).toBe(1)
    expect(stderr).toContain('standard input: byte 2 is not UTF-8')
  })

  it.each([
    [['compress', '--mode', 'tiny']],
    [['compress', '--threshold', 'x']],
    [['compress', '--rate', '1.5']],
    [['compress', '--strategy', 'lossless']],
    [['pack-it']],
    [[]],
  ])('exits with 2 for the usage %j', (argv) => {
    expect(pith(argv).code).toBe(2)
  })
})
