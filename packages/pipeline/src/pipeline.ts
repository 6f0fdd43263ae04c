import { type FoldContext, type FoldStep, foldPart } from './fold.ts'
import { INITIAL_STATE } from './fold-state.ts'
import type { PipelineResult } from './pipeline-result.ts'
import { type Policy, resolvePolicy } from './policy.ts'
import { reportStages } from './report-stages.ts'
import type { TokenCounter } from './token-counter.ts'
import type { Transcript } from './transcript.ts'

/** What a pipeline is made of. */
export interface PipelineOptions {
  /** Exact token counts of the target model. */
  readonly tokenizer: TokenCounter
  /** @default mode hybrid, 4,500 tokens, every exact stage */
  readonly policy?: Policy
  /** Whether the counts stand in for a tokenizer that is not public (`resolveModel` tells). @default false */
  readonly approximate?: boolean
  /** Milliseconds of a monotonic clock, for the report only. @default a clock that stands still */
  readonly now?: () => number
}

/** Renders transcripts; holds no state between calls. */
export interface Pipeline {
  run(transcript: Transcript): PipelineResult
}

/**
 * Makes a pipeline. Its result for the first k parts is a prefix of its result for all of them.
 * @throws {RangeError} for a policy that cannot be
 * @example
 * const pipeline = createPipeline({ tokenizer: await loadTokenizer('o200k_base') })
 * pipeline.run(readRequest(body).transcript).savings // 0.41
 */
export function createPipeline(options: PipelineOptions): Pipeline {
  const policy = resolvePolicy(options.policy)
  const now = options.now ?? (() => 0)
  return {
    run(transcript) {
      const start = now()
      const context: FoldContext = {
        policy,
        counter: options.tokenizer,
        restrictions: transcript.restrictions ?? {},
      }
      const steps: FoldStep[] = []
      let state = INITIAL_STATE
      for (const part of transcript.parts) {
        const step = foldPart(state, part, context)
        steps.push(step)
        state = step.state
      }
      const elapsedMs = now() - start
      const { tokensRead: tokensBefore, tokensSent: tokensAfter } = state
      return {
        parts: steps.map(({ rendered }) => rendered),
        stages: reportStages(steps, policy, tokensBefore, elapsedMs),
        tokensBefore,
        tokensAfter,
        savings: tokensBefore === 0 ? 0 : 1 - tokensAfter / tokensBefore,
        elapsedMs,
        fidelity: steps.some(({ rendered }) => rendered.fidelity === 'exact')
          ? 'exact'
          : 'verbatim',
        approximate: options.approximate ?? false,
      }
    },
  }
}
