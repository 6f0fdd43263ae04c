import { describe, expect, it } from 'vitest'
import {
  ENCODING_NAMES,
  type EncodingName,
  IllFormedTextError,
  loadTokenizer,
  UnknownTokenError,
} from '../src/index.ts'

describe('a lone surrogate', () => {
  it.each([
    ['\ud800', 0],
    ['ab\udc00', 2],
    ['😀\ud83d', 2],
    ['\ude00\ud83d', 0],
    ['a'.repeat(70_000) + '\ud800', 70_000],
  ])('is refused by encode, with its offset', async (text, offset) => {
    const tokenizer = await loadTokenizer('o200k_base')
    const encode = (): number[] => tokenizer.encode(text)
    expect(encode).toThrow(IllFormedTextError)
    expect(encode).toThrow(expect.objectContaining({ offset }))
    expect(encode).toThrow(`offset ${offset}`)
  })

  it.each(ENCODING_NAMES)('counts as U+FFFD in %s', async (encoding) => {
    const tokenizer = await loadTokenizer(encoding)
    for (const [text, wellFormed] of [
      ['a\ud800b', 'a\ufffdb'],
      ["'\udc00's  \ud83d\ud83d", "'\ufffd's  \ufffd\ufffd"],
    ] as const) {
      expect(tokenizer.countTokens(text)).toBe(tokenizer.countTokens(wellFormed))
    }
  })
})

describe('decoding', () => {
  it('keeps a byte order mark', async () => {
    const tokenizer = await loadTokenizer('o200k_base')
    expect(tokenizer.decode(tokenizer.encode('\ufeff{}'))).toBe('\ufeff{}')
  })

  it('gives the bytes of tokens that cut a character', async () => {
    const tokenizer = await loadTokenizer('gpt2')
    const tokens = tokenizer.encode('漢')
    expect(tokens.length).toBeGreaterThan(1)
    const bytes = tokens.flatMap((token) => [...tokenizer.decodeBytes([token])])
    expect(bytes).toEqual([...Buffer.from('漢')])
    expect(tokenizer.decode(tokens.slice(0, 1))).toBe('\ufffd')
  })

  it.each([199_999, 200_018, 1e9, -1, 0.5, Number.NaN])(
    'refuses %d, which is no token of o200k_base',
    async (token) => {
      const tokenizer = await loadTokenizer('o200k_base')
      const decode = (): string => tokenizer.decode([1, token])
      expect(decode).toThrow(UnknownTokenError)
      expect(decode).toThrow(expect.objectContaining({ offset: 1 }))
    },
  )

  it('refuses the hole that p50k_base has for its special token', async () => {
    const tokenizer = await loadTokenizer('p50k_base')
    expect(() => tokenizer.decode([50_256])).toThrow(UnknownTokenError)
    expect(tokenizer.decode([50_257])).toBe('  ')
  })
})

it('treats the text of a special token as ordinary text', async () => {
  const tokenizer = await loadTokenizer('cl100k_base')
  expect(tokenizer.encode('<|endoftext|>')).toEqual([27, 91, 8862, 728, 428, 91, 29])
})

it('has no tokens for an empty text', async () => {
  const tokenizer = await loadTokenizer('o200k_base')
  expect(tokenizer.encode('')).toEqual([])
  expect(tokenizer.countTokens('')).toBe(0)
  expect(tokenizer.decode([])).toBe('')
})

it.each(['o300k_base', 'constructor', ''])(
  'names the encodings when it does not know "%s"',
  async (name) => {
    const loading = loadTokenizer(name as EncodingName)
    await expect(loading).rejects.toThrow(RangeError)
    await expect(loading).rejects.toThrow('use one of o200k_base, cl100k_base')
  },
)
