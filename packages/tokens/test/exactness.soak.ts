import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ENCODING_NAMES, loadTokenizer } from '../src/index.ts'
import { compare, createOracle } from './oracle.ts'
import { anyText } from './texts.ts'

const RUNS = 100_000

describe.each(ENCODING_NAMES)('%s', (encoding) => {
  it(`gives the tokens that tiktoken gives on ${RUNS} texts`, async () => {
    const tokenizer = await loadTokenizer(encoding)
    const oracle = createOracle(encoding)
    fc.assert(
      fc.property(anyText, (text) => {
        const { actual, expected } = compare(tokenizer, oracle, text)
        // Deep equality by the hundred thousand takes longer than the tokenizers.
        if (JSON.stringify(actual) !== JSON.stringify(expected)) expect(actual).toEqual(expected)
      }),
      { numRuns: RUNS },
    )
    oracle.free()
  })
})
