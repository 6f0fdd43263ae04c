import { describe, expect, it } from 'vitest'
import { loadTokenizer } from '../src/index.ts'

/** Far above what any of these takes, far below what a quadratic algorithm would. */
const DOES_NOT_HANG_MS = 20_000
const MEGABYTE = 1_000_000
const SIZE = 100_000

function pseudoRandom(alphabet: string, length: number): string {
  const characters = Array.from(alphabet)
  let seed = 1
  let text = ''
  for (let index = 0; index < length; index += 1) {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0
    text += characters[(seed >>> 8) % characters.length]
  }
  return text
}

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const HAN = Array.from({ length: 3000 }, (_, index) => String.fromCharCode(0x4e00 + index)).join('')

describe.each<[string, string]>([
  ['one letter', 'a'.repeat(MEGABYTE)],
  ['spaces', ' '.repeat(MEGABYTE)],
  ['base64', pseudoRandom(BASE64, MEGABYTE)],
  ['unbroken CJK', pseudoRandom(HAN, MEGABYTE / 3)],
])('1 MB of %s', (_, text) => {
  it('is counted without hanging', { timeout: DOES_NOT_HANG_MS }, async () => {
    const tokenizer = await loadTokenizer('o200k_base')
    expect(tokenizer.countTokens(text)).toBeGreaterThan(1000)
  })
})

// p50k_base and r50k_base split as gpt2 does.
describe.each(['o200k_base', 'cl100k_base', 'gpt2'] as const)('%s', (encoding) => {
  it.each([
    ['one capital', 'A'.repeat(SIZE)],
    ['newlines', '\n'.repeat(SIZE)],
    ['spaces and newlines', ' \n'.repeat(SIZE / 2)],
    ['dashes', '-'.repeat(SIZE)],
    ['digits', '7'.repeat(SIZE)],
    ['letters at random', pseudoRandom('abcdefghijklmnopqrstuvwxyz', SIZE)],
    ['CJK and capitals', pseudoRandom('漢字AB', SIZE / 2)],
    ['marks', '\u0301'.repeat(SIZE / 2)],
    ['emoji', '👩‍👩‍👧'.repeat(SIZE / 18)],
  ])(
    'encodes and decodes 100 KB of %s without hanging',
    { timeout: DOES_NOT_HANG_MS },
    async (_, text) => {
      const tokenizer = await loadTokenizer(encoding)
      const tokens = tokenizer.encode(text)
      expect(tokenizer.countTokens(text)).toBe(tokens.length)
      expect(tokenizer.decode(tokens) === text).toBe(true)
    },
  )
})
