import { loadTokenizer } from '@x/tokens'
import { describe, expect, it } from 'vitest'
import {
  createPipeline,
  type PipelineResult,
  type Policy,
  restoreTranscript,
  type Transcript,
} from '../../src/index.ts'
import { loadKeeper } from '../../src/keep.ts'
import { allConversations, DATA_FOLDER } from '../laws/recorded-conversations.ts'

const tokenizer = await loadTokenizer('o200k_base')
const keeper = await loadKeeper()
const policy: Policy = { mode: 'strict', loss: { rate: 0.3 } }
/** Of each corpus, so many conversations, and of each the first parts. */
const CONVERSATIONS = 2
const MAX_PARTS = 40

const CORPORA = ['tau-bench', 'tau2-bench', 'dstc8-sgd', 'swe-agent', 'webshop']

function sampleOf(folder: string, corpus: string): Transcript[] {
  const found: Transcript[] = []
  for (const { name, transcript } of allConversations(folder)) {
    if (!name.includes(corpus)) continue
    found.push({ ...transcript, parts: transcript.parts.slice(0, MAX_PARTS) })
    if (found.length === CONVERSATIONS) break
  }
  return found
}

const run = (transcript: Transcript): PipelineResult =>
  createPipeline({ tokenizer, policy, keeper }).run(transcript)

describe('recorded conversations with loss', () => {
  for (const corpus of CORPORA) {
    it(`keep the laws: a sample of ${corpus}`, (context) => {
      context.skip(DATA_FOLDER === undefined, 'PITH_DATA is not set')
      const sample = sampleOf(DATA_FOLDER!, corpus)
      expect(sample.length).toBeGreaterThan(0)
      for (const transcript of sample) {
        const result = run(transcript)
        const restored = restoreTranscript(result.parts, { lossy: 'kept' }).parts
        result.parts.forEach(({ part, text, fidelity, tokensBefore, tokensAfter }, at) => {
          expect(tokenizer.countTokens(text)).toBe(tokensAfter)
          expect(tokensAfter).toBeLessThanOrEqual(tokensBefore)
          if (fidelity === 'lossy') expect(part.role).toBe('tool')
          else expect(restored[at]!.text).toBe(part.text)
        })
        for (let k = 0; k < transcript.parts.length; k += 5) {
          const prefix = run({ ...transcript, parts: transcript.parts.slice(0, k) })
          expect(prefix.parts.map(({ text }) => text)).toEqual(
            result.parts.slice(0, k).map(({ text }) => text),
          )
        }
      }
    })
  }
})
