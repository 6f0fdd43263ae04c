import { describe, expect, it } from 'vitest'
import { ENCODING_NAMES, loadTokenizer } from '../src/index.ts'
import { compare, createOracle } from './oracle.ts'
import { NO_PROMPTS, readPrompts } from './prompts.ts'
import { withShortRuns } from './short-runs.ts'

describe.each(ENCODING_NAMES)('%s', (encoding) => {
  it('gives the tokens that tiktoken gives on every real prompt', async (ctx) => {
    if (NO_PROMPTS !== undefined) ctx.skip(NO_PROMPTS)
    const tokenizer = await loadTokenizer(encoding)
    const oracle = createOracle(encoding)
    for (const text of readPrompts()) {
      const { actual, expected } = compare(tokenizer, oracle, withShortRuns(text))
      if (JSON.stringify(actual) !== JSON.stringify(expected)) expect(actual).toEqual(expected)
    }
    oracle.free()
  })
})
