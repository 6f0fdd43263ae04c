import { describe, expect, it } from 'vitest'
import { countPieces, scoreHeuristic, selectKept } from '../../src/index.ts'

const MEGABYTES: Readonly<Record<string, string>> = {
  'one letter': 'a'.repeat(1_000_000),
  'line ends': '\n'.repeat(1_000_000),
  'a string of line ends': JSON.stringify(['\n'.repeat(500_000)]),
  'nested arrays': `${'[1,'.repeat(200_000)}2${']'.repeat(200_000)}`,
  'nesting that never closes': '{"a":['.repeat(200_000),
  'tiny objects': `[${'{"a":1},'.repeat(120_000)}0]`,
  'fences that never close': '```a\n'.repeat(200_000),
  apostrophes: "'a ".repeat(330_000),
  'distinct words': Array.from({ length: 120_000 }, (_, i) => `w${i.toString(36)}`).join(' '),
  'clauses of a script without blanks': '今日は晴れです。'.repeat(120_000),
}

/** Far above what they take alone, far below what anything quadratic takes. */
const LIMIT_MS = 30_000

const OBJECTS: Readonly<Record<string, string>> = {
  'ten thousand keys': `{${Array.from({ length: 10_000 }, (_, i) => `"k${i}":${i}`).join(',')}}`,
  'forty thousand keys': `{${Array.from({ length: 40_000 }, (_, i) => `"k${i}":${i}`).join(',')}}`,
}

describe.each(Object.entries(OBJECTS))('an object of %s', (_, text) => {
  it.each([0.5, 1, 3])('is rendered a few times, where a piece is %d tokens', (tokens) => {
    let calls = 0
    const countTokens = (counted: string) => {
      calls++
      return Math.ceil(countPieces(counted) ** 0.9 * tokens)
    }
    selectKept(text, scoreHeuristic(text, { rate: 0.5 }), { rate: 0.5, countTokens })
    expect(calls).toBeLessThan(30)
  })
})

describe.each(Object.entries(MEGABYTES))('a megabyte of %s', (_, text) => {
  it('is selected from in bounded time', () => {
    const before = process.cpuUsage().user
    const scores = scoreHeuristic(text, { rate: 0.3, query: 'who is w7 in 1932?' })
    const result = selectKept(text, scores, { rate: 0.3 })
    expect((process.cpuUsage().user - before) / 1000).toBeLessThan(LIMIT_MS)
    expect(result.tokensAfter).toBeLessThanOrEqual(result.tokensBefore)
  })
})
