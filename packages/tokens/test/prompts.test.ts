import { expect, it } from 'vitest'
import { loadTokenizer } from '../src/index.ts'
import { compare, createOracle } from './oracle.ts'
import { NO_PROMPTS, readPrompts } from './prompts.ts'
import { withShortRuns } from './short-runs.ts'

/** All of them, in every encoding, are in `prompts.soak.ts`. */
const EVERY = 20

it(`gives the tokens that tiktoken gives on one in ${EVERY} real prompts`, async (ctx) => {
  if (NO_PROMPTS !== undefined) ctx.skip(NO_PROMPTS)
  const tokenizer = await loadTokenizer('o200k_base')
  const oracle = createOracle('o200k_base')
  let index = 0
  for (const text of readPrompts()) {
    index += 1
    if (index % EVERY !== 0) continue
    const { actual, expected } = compare(tokenizer, oracle, withShortRuns(text))
    expect(actual).toEqual(expected)
  }
  oracle.free()
  expect(index).toBeGreaterThan(EVERY)
})
