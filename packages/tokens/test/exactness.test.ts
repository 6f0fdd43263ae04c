import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ENCODING_NAMES, loadTokenizer } from '../src/index.ts'
import { compare, createOracle } from './oracle.ts'
import { anyText } from './texts.ts'

describe.each(ENCODING_NAMES)('%s', (encoding) => {
  it('gives the tokens that tiktoken gives, and their text back', async () => {
    const tokenizer = await loadTokenizer(encoding)
    const oracle = createOracle(encoding)
    fc.assert(
      fc.property(anyText, (text) => {
        const { actual, expected } = compare(tokenizer, oracle, text)
        expect(actual).toEqual(expected)
      }),
      { numRuns: 300 },
    )
    oracle.free()
  })
})
