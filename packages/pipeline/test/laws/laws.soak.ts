import { loadTokenizer } from '@x/tokens'
import fc from 'fast-check'
import { describe, it } from 'vitest'
import { STAGE_NAMES } from '../../src/index.ts'
import { arbitraryTranscript } from './arbitrary-transcript.ts'
import { checkLaws } from './check-laws.ts'
import { allConversations, DATA_FOLDER } from './recorded-conversations.ts'

const tokenizer = await loadTokenizer('o200k_base')
const RUNS = { numRuns: 100_000 }

describe('the laws of the fold', () => {
  it('hold over 100,000 transcripts and every prefix of them', () => {
    fc.assert(
      fc.property(
        arbitraryTranscript,
        fc.subarray([...STAGE_NAMES], { minLength: 1 }),
        fc.constantFrom(0, 0, 50, 200),
        (transcript, stages, thresholdTokens) => {
          checkLaws(transcript, {
            tokenizer,
            policy: { stages, thresholdTokens, minPartTokens: 0 },
          })
        },
      ),
      RUNS,
    )
  })

  it('hold over every recorded conversation', (context) => {
    if (DATA_FOLDER === undefined) context.skip('PITH_DATA is not set')
    let count = 0
    for (const { name, transcript } of allConversations(DATA_FOLDER!)) {
      try {
        checkLaws(transcript, { tokenizer, policy: { mode: 'strict' }, prefixes: someLengths })
      } catch (cause) {
        throw new Error(`${name}: ${String(cause)}`, { cause })
      }
      count += 1
    }
    if (count < 1000) throw new Error(`only ${count} conversations were found`)
  })
})

/** Every prefix is also a state on the way to the next one: a spread of them is rendered afresh. */
function someLengths(length: number): number[] {
  return [1, 2, 3, length >> 2, length >> 1, length - 2, length - 1].filter((at) => at > 0)
}
