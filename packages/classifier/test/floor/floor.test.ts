import { describe, expect, it } from 'vitest'
import { isErrorLine } from '../../src/floor/error-line.ts'
import { flagUnits } from '../../src/floor/flag-units.ts'
import { floorWords, isFloorWord } from '../../src/floor/floor-words.ts'
import { unitsOf, wordsOf } from '../../src/training.ts'

describe('isErrorLine', () => {
  it.each([
    '2026-01-02T10:00:00.123Z ERROR [db] connection refused',
    '[2026-01-02 10:00:00] error: cannot open file',
    'error[E0308]: mismatched types',
    'Error: Cannot find module "x"',
    'FATAL: password authentication failed',
    'ValueError: invalid literal for int()',
    'java.lang.IllegalStateException: closed',
    'Caused by: java.io.IOException: broken pipe',
    "thread 'main' panicked at src/main.rs:4:5:",
    'Traceback (most recent call last):',
    '--- FAIL: TestParse (0.00s)',
    'not ok 12 - parses',
    'Process completed with exit code 1.',
    'make: exited with status 2',
    'ts=2026-01-02 level=error msg="no route"',
    'Jan  2 10:00:00 host kernel: CRITICAL temperature',
  ])('takes %j', (line) => {
    expect(isErrorLine(line)).toBe(true)
  })

  it.each([
    'INFO handled the error page in 3 ms',
    'def raise_error(message):',
    'The error was fixed in the last release.',
    'test parses an error ... ok',
    '0 errors, 3 warnings',
    'Process completed with exit code 0.',
    'import { NotFoundError } from "./errors"',
    'WARN retrying after failure',
  ])('leaves %j', (line) => {
    expect(isErrorLine(line)).toBe(false)
  })

  it('takes time in the length of a line', () => {
    for (const piece of ['1', '[', 'A.', 'a: ', 'Error', '- ']) {
      expect(isErrorLine(piece.repeat(200_000))).toBeTypeOf('boolean')
    }
  })
})

describe('flagUnits', () => {
  const spanOf = (text: string, kind: 'log' | 'prose' | 'code') => [
    { start: 0, end: text.length, kind },
  ]

  it('takes an error line once per shape, only where the text is a log or a trace', () => {
    const text = 'INFO ok\nERROR code 17 at 0xdeadbeef\nERROR code 18 at 0xfeedbeef\nERROR other'
    const units = unitsOf(text, 'line')
    expect(flagUnits(units, spanOf(text, 'log'))).toEqual([
      { index: 1, reason: 'error' },
      { index: 3, reason: 'error' },
    ])
    expect(flagUnits(units, spanOf(text, 'code'))).toEqual([])
  })

  it('takes sentences with a rule of prose', () => {
    const text = 'It is open. You must not enter. Come back unless it rains.'
    expect(flagUnits(unitsOf(text, 'sentence'), spanOf(text, 'prose'))).toEqual([
      { index: 1, reason: 'rule' },
      { index: 2, reason: 'rule' },
    ])
  })

  it('takes errors and status fields of JSON, errors first, messages beside them', () => {
    const text = JSON.stringify({
      status: 404,
      message: 'not found',
      data: { message: 'a letter to my friend' },
      error: { kind: 'missing' },
      errors: [],
    })
    const units = unitsOf(text, 'field')
    const paths = flagUnits(units, []).map(({ index, reason }) => [units[index]!.path, reason])
    expect(paths).toEqual([
      ['error.kind', 'error'],
      ['status', 'status'],
      ['message', 'status'],
    ])
  })

  it('looks into a long string of JSON as into a text of its own', () => {
    const lines = Array.from({ length: 20 }, (_, i) =>
      i === 11 ? '10:00:11 ERROR [db] refused' : `10:00:${i} INFO [web] request ${i} took 3 ms`,
    )
    const text = JSON.stringify({ output: lines.join('\n'), n: 1 })
    const units = unitsOf(text, 'field')
    const flags = flagUnits(units, [])
    expect(flags.map(({ index }) => units[index]!.value.trim())).toEqual([lines[11]])
  })

  it('takes the same status of many rows once', () => {
    const rows = Array.from({ length: 9 }, (_, id) => ({ id, status: id === 4 ? 'failed' : 'ok' }))
    const flags = flagUnits(unitsOf(JSON.stringify(rows), 'field'), [])
    expect(flags).toHaveLength(2)
  })
})

describe('floorWords', () => {
  it.each([
    'not',
    "isn't",
    'Never,',
    'must',
    'only',
    '42',
    '(3.5%)',
    'W-17',
    'a_b',
    'fooBar',
    '/srv/x',
    '[hack/',
    '(/srv',
    'and/or',
    'src/main.ts',
    './run.sh',
    'https://x.io',
    'a@b.de',
    '--rate',
    'file.txt',
    'key=value',
  ])('takes %j', (word) => {
    expect(isFloorWord(word)).toBe(true)
  })

  it.each(['the', 'Paris', 'note', 'mustard', '"hello"', 'end.', '-', '...', '/'])(
    'leaves %j',
    (word) => {
      expect(isFloorWord(word)).toBe(false)
    },
  )

  it.each(['100 %', '100 % ,', '20 °C', '20 °', '3 km.', '5 minutes'])(
    'takes the unit of %j',
    (text) => {
      const floor = floorWords(text, wordsOf(text))
      expect(floor.slice(0, 2)).toEqual([true, true])
    },
  )

  it.each(['100 %x', '3 kmph', '5 minutely'])('takes no unit of %j', (text) => {
    expect(floorWords(text, wordsOf(text))).toEqual([true, false])
  })

  it('takes the words of quotes and code, and the unit after a number', () => {
    const text = 'Say "open the door" or `run it` within 10 km of “the old mill” today'
    const words = wordsOf(text)
    const floor = floorWords(text, words)
    const taken = words.filter((_, i) => floor[i]).map(({ start, end }) => text.slice(start, end))
    expect(taken.join(' ')).toBe('"open the door" `run it` 10 km “the old mill”')
  })
})
