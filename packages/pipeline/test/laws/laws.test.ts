import { loadTokenizer } from '@x/tokens'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createPipeline, STAGE_NAMES, type TokenCounter } from '../../src/index.ts'
import { arbitraryTranscript } from './arbitrary-transcript.ts'
import { checkLaws } from './check-laws.ts'

const tokenizer = await loadTokenizer('o200k_base')
const RUNS = { numRuns: 300 }
const stages = fc.subarray([...STAGE_NAMES])

/** Fails on some renderings, always the same ones: a stage that throws. */
const failing: TokenCounter = {
  countTokens(text) {
    if (text.startsWith('~') && text.length % 3 === 0) throw new Error('injected')
    return tokenizer.countTokens(text)
  },
}

describe('the laws of the fold', () => {
  it('hold for every transcript and every prefix of it', () => {
    fc.assert(
      fc.property(arbitraryTranscript, (transcript) => {
        checkLaws(transcript, { tokenizer, policy: { mode: 'strict', minPartTokens: 0 } })
      }),
      RUNS,
    )
  })

  it('hold for every combination of stages and any start', () => {
    fc.assert(
      fc.property(
        arbitraryTranscript,
        stages,
        fc.nat(200),
        fc.nat(200),
        (transcript, on, from, sent) => {
          const policy = { stages: on, thresholdTokens: from, minimumSentTokens: sent }
          checkLaws(transcript, { tokenizer, policy })
        },
      ),
      RUNS,
    )
  })

  it('hold when stages fail', () => {
    let caught = 0
    fc.assert(
      fc.property(arbitraryTranscript, (transcript) => {
        fc.pre(transcript.parts.every(({ text }) => !text.startsWith('~')))
        fc.pre(transcript.restrictions?.isLone !== true)
        const counting = createPipeline({ tokenizer: failing, policy: { mode: 'strict' } })
        const result = counting.run(transcript)
        caught += result.failures.length
        for (let k = 0; k < transcript.parts.length; k += 1) {
          const prefix = { ...transcript, parts: transcript.parts.slice(0, k) }
          const again = createPipeline({ tokenizer: failing, policy: { mode: 'strict' } }).run(
            prefix,
          )
          expect(again.parts.map(({ text }) => text)).toEqual(
            result.parts.slice(0, k).map(({ text }) => text),
          )
        }
      }),
      RUNS,
    )
    expect(caught).toBeGreaterThan(0)
  })

  it('are not vacuous: every stage wins somewhere, and every form is restored', () => {
    const won = new Set<string>()
    fc.assert(
      fc.property(arbitraryTranscript, (transcript) => {
        const result = createPipeline({ tokenizer, policy: { mode: 'strict' } }).run(transcript)
        for (const { stage } of result.parts)
          for (const name of stage?.split('+') ?? []) won.add(name)
      }),
      { ...RUNS, seed: 7 },
    )
    expect([...won].sort()).toEqual(['aliases', 'escape', 'notation', 'references'])
  })
})
