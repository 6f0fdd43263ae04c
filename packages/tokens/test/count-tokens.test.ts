import { expect, it } from 'vitest'
import { countTokens, loadTokenizer } from '../src/index.ts'

it('counts with the encoding of the model', async () => {
  expect(await countTokens('hello world', { model: 'gpt-5' })).toEqual({
    tokens: 2,
    encoding: 'o200k_base',
    approximate: false,
  })
})

it('decodes what it encoded', async () => {
  const tokenizer = await loadTokenizer('o200k_base')
  expect(tokenizer.decode(tokenizer.encode('\uFEFFこんにちは 👋'))).toBe('\uFEFFこんにちは 👋')
})
