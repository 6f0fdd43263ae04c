import { createRequire } from 'node:module'
import { describe, expect, it } from 'vitest'
import { countTokens, MODEL_FAMILIES, resolveModel } from '../src/index.ts'

const MODEL_TO_ENCODING = createRequire(import.meta.url)(
  'tiktoken/model_to_encoding.json',
) as Readonly<Record<string, string>>

describe('resolveModel', () => {
  it.each(Object.entries(MODEL_TO_ENCODING))(
    'gives %s the encoding that tiktoken gives it: %s',
    (model, encoding) => {
      // p50k_edit is p50k_base with more special tokens; ordinary text is the same.
      expect(resolveModel(model)).toEqual({
        encoding: encoding === 'p50k_edit' ? 'p50k_base' : encoding,
        approximate: false,
      })
    },
  )

  it.each([
    ['gpt-5.1', 'o200k_base'],
    ['gpt-5.1-codex-max', 'o200k_base'],
    ['openai/gpt-5-mini', 'o200k_base'],
    ['openrouter/openai/gpt-oss-120b:free', 'o200k_base'],
    ['azure/gpt-35-turbo', 'cl100k_base'],
    ['ft:gpt-4o-mini-2024-07-18:acme::AbC123', 'o200k_base'],
    ['davinci:ft-acme-2023-01-01', 'r50k_base'],
    ['GPT-4o', 'o200k_base'],
    ['gpt2', 'gpt2'],
  ])('knows %s by its family: %s', (model, encoding) => {
    expect(resolveModel(model)).toEqual({ encoding, approximate: false })
  })

  it.each([
    ['claude-sonnet-4-5', 'o200k_base'],
    ['us.anthropic.claude-sonnet-4-5-20250929-v1:0', 'o200k_base'],
    ['google/gemini-2.5-pro', 'o200k_base'],
    ['meta-llama/Llama-3.3-70B-Instruct', 'cl100k_base'],
    ['Qwen/Qwen3-32B', 'cl100k_base'],
    ['deepseek-chat', 'o200k_base'],
    ['mistral-large-latest', 'o200k_base'],
    ['gpt-44', 'o200k_base'],
    ['o2', 'o200k_base'],
    ['', 'o200k_base'],
  ])('says that %s is only approximated, by %s, and how far off', (model, encoding) => {
    const resolved = resolveModel(model)
    expect(resolved).toMatchObject({ encoding, approximate: true })
    expect(resolved.deviation).toMatch(/./)
  })

  it('states a deviation for every family that is approximated, and for no other', () => {
    for (const { approximate, deviation } of MODEL_FAMILIES) {
      expect(deviation !== undefined).toBe(approximate)
    }
  })
})

describe('countTokens', () => {
  it('counts with the encoding of the model', async () => {
    expect(await countTokens('hello world', { model: 'gpt-5' })).toEqual({
      tokens: 2,
      encoding: 'o200k_base',
      approximate: false,
    })
  })

  it('says that a count for a tokenizer that is not public is approximate', async () => {
    expect(await countTokens('hello world', { model: 'claude-opus-4-5' })).toMatchObject({
      encoding: 'o200k_base',
      approximate: true,
    })
  })

  it('lets an encoding win over a model', async () => {
    const count = await countTokens('hello', { model: 'claude-opus-4-5', encoding: 'gpt2' })
    expect(count).toMatchObject({ encoding: 'gpt2', approximate: false })
  })
})
