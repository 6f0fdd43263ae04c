import { loadTokenizer } from '@x/tokens'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  createPipeline,
  type Keeper,
  type PipelineResult,
  type Policy,
  restoreTranscript,
  STAGE_NAMES,
  type Transcript,
} from '../../src/index.ts'
import { arbitraryTranscript } from '../laws/arbitrary-transcript.ts'
import { createLineKeeper } from './line-keeper.ts'

const tokenizer = await loadTokenizer('o200k_base')
const RUNS = { numRuns: 300 }
const keeper = createLineKeeper()
const waiting = createLineKeeper({ waits: true })

const policies: fc.Arbitrary<Policy> = fc.record({
  mode: fc.constantFrom('strict', 'hybrid', 'aggressive'),
  thresholdTokens: fc.nat(60),
  minimumSentTokens: fc.constantFrom(0, 0, 40),
  stages: fc.subarray([...STAGE_NAMES]),
  minPartTokens: fc.constant(0),
  loss: fc.record({
    rate: fc.double({ min: 0.05, max: 1, noNaN: true }),
    strategy: fc.constantFrom('auto', 'structured', 'natural'),
    roles: fc.constantFrom(['tool'], ['tool', 'user'], ['tool', 'assistant']),
    minTokens: fc.constantFrom(0, 0, 20),
  }),
})

function run(transcript: Transcript, policy: Policy, by: Keeper = keeper): PipelineResult {
  return createPipeline({ tokenizer, policy, keeper: by, rememberedPrefixes: 0 }).run(transcript)
}

const textsOf = ({ parts }: PipelineResult): string[] => parts.map(({ text }) => text)

describe('the laws of the fold with loss allowed', () => {
  it('1 and 2: counts are exact, no part grows, stages and fidelities add up', () => {
    fc.assert(
      fc.property(arbitraryTranscript, policies, (transcript, policy) => {
        const result = run(transcript, policy)
        let escapes = 0
        for (const { part, text, stage, tokensBefore, tokensAfter } of result.parts) {
          expect(tokenizer.countTokens(part.text)).toBe(tokensBefore)
          expect(tokenizer.countTokens(text)).toBe(tokensAfter)
          if (stage === 'escape') escapes += tokensAfter - tokensBefore
          else if (text !== part.text) expect(tokensAfter).toBeLessThan(tokensBefore)
        }
        const saved = result.tokensBefore - result.tokensAfter
        const gained = result.stages.reduce((sum, s) => sum + s.tokensBefore - s.tokensAfter, 0)
        expect(gained - escapes).toBe(saved)
        const sums = result.fidelities.reduce((sum, f) => sum + f.tokensBefore - f.tokensAfter, 0)
        expect(sums).toBe(saved)
      }),
      RUNS,
    )
  })

  it('2: what the policy does not name is untouched', () => {
    fc.assert(
      fc.property(arbitraryTranscript, policies, (transcript, policy) => {
        const { roles = [], minTokens = 0 } = policy.loss ?? {}
        run(transcript, policy).parts.forEach(({ part, fidelity, tokensBefore, loss }, at) => {
          expect(part).toBe(transcript.parts[at])
          if (part.kind === 'opaque') expect(fidelity).toBe('verbatim')
          expect(loss !== undefined).toBe(fidelity === 'lossy')
          if (fidelity !== 'lossy') return
          expect(roles).toContain(part.role)
          expect(['tool', 'user']).toContain(part.role)
          expect(tokensBefore).toBeGreaterThanOrEqual(minTokens)
        })
      }),
      RUNS,
    )
  })

  it('3: exact parts decode to their originals, lossy ones to what was kept of them', () => {
    fc.assert(
      fc.property(arbitraryTranscript, policies, (transcript, policy) => {
        const result = run(transcript, policy)
        const sent = result.parts.map((part) => ({ ...part, part: { ...part.part, text: '' } }))
        const restored = restoreTranscript(sent, { lossy: 'kept' }).parts
        result.parts.forEach(({ part, fidelity }, at) => {
          const { text } = restored[at]!
          if (fidelity !== 'lossy') expect(text).toBe(part.text)
          else expect(text.split('\n').every((line) => isKept(line, part.text))).toBe(true)
        })
        if (result.fidelity === 'lossy') {
          expect(() => restoreTranscript(result.parts)).toThrow(/is lossy/)
        }
      }),
      RUNS,
    )
  })

  it('4: what was sent stays sent, remembered or afresh, at once or waiting', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryTranscript, policies, async (transcript, policy) => {
        const all = textsOf(run(transcript, policy))
        const remembering = createPipeline({ tokenizer, policy, keeper: waiting })
        for (let k = 0; k <= transcript.parts.length; k += 1) {
          const prefix = { ...transcript, parts: transcript.parts.slice(0, k) }
          expect(textsOf(run(prefix, policy))).toEqual(all.slice(0, k))
          expect(textsOf(await remembering.runAsync(prefix))).toEqual(all.slice(0, k))
        }
      }),
      { numRuns: 60 },
    )
  })

  it('4: forks that run at once do not see each other', async () => {
    await fc.assert(
      fc.asyncProperty(
        arbitraryTranscript,
        arbitraryTranscript,
        policies,
        async (one, other, policy) => {
          const parts = other.parts.map((part) => ({ ...part, label: `${part.label}.9` }))
          const forks = [0, 1, parts.length].map((k): Transcript => {
            return { ...one, parts: [...one.parts, ...parts.slice(k)] }
          })
          const pipeline = createPipeline({ tokenizer, policy, keeper: waiting })
          await pipeline.runAsync(one)
          const results = await Promise.all(forks.map((fork) => pipeline.runAsync(fork)))
          expect(results.map(textsOf)).toEqual(forks.map((fork) => textsOf(run(fork, policy))))
        },
      ),
      { numRuns: 60 },
    )
  })

  it('5: a keeper that fails leaves exact forms, and says so', () => {
    const broken = createLineKeeper({ isBroken: () => true })
    let caught = 0
    fc.assert(
      fc.property(arbitraryTranscript, policies, (transcript, policy) => {
        const { loss: _loss, ...exactly } = policy
        const mode = exactly.mode === 'aggressive' ? 'hybrid' : exactly.mode!
        const result = run(transcript, policy, broken)
        caught += result.failures.length
        const exact = createPipeline({ tokenizer, policy: { ...exactly, mode } }).run(transcript)
        expect(textsOf(result)).toEqual(textsOf(exact))
      }),
      RUNS,
    )
    expect(caught).toBeGreaterThan(0)
  })

  it('are not vacuous: text is dropped, alone and under every exact stage', () => {
    const won = new Set<string>()
    fc.assert(
      fc.property(arbitraryTranscript, (transcript) => {
        const policy = { mode: 'strict', loss: { rate: 0.4, minTokens: 0 } } as const
        for (const { stage = '' } of run(transcript, policy).parts) won.add(stage)
      }),
      { numRuns: 1500, seed: 11 },
    )
    expect([...won]).toEqual(
      expect.arrayContaining(['keep', 'keep+notation', 'keep+references', 'keep+aliases']),
    )
  })
})

function isKept(line: string, original: string): boolean {
  return /^\[\.\.\. \d+ lines dropped\]$/.test(line) || original.split('\n').includes(line)
}
