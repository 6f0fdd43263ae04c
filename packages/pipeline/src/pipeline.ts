import { type FoldStep, foldPart, INITIAL_STATE, type TokenCounter } from './fold.ts'
import type { PipelineResult, StageReport } from './pipeline-result.ts'
import { type Policy, type ResolvedPolicy, resolvePolicy, STAGE_NAMES } from './policy.ts'
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
      const steps: FoldStep[] = []
      let state = INITIAL_STATE
      for (const part of transcript.parts) {
        const step = foldPart(state, part, policy, options.tokenizer)
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

function reportStages(
  steps: readonly FoldStep[],
  policy: ResolvedPolicy,
  tokensBefore: number,
  elapsedMs: number,
): StageReport[] {
  let tokens = tokensBefore
  return STAGE_NAMES.filter((name) => name === 'notation').map((name) => {
    const gain = steps.reduce((sum, { gains }) => sum + (gains[name] ?? 0), 0)
    const before = tokens
    tokens -= gain
    const report = { name, tokensBefore: before, tokensAfter: tokens, elapsedMs }
    return gain > 0 ? report : { ...report, skipped: reasonOf(name, steps, policy) }
  })
}

/** The reason that holds for most tokens. */
function reasonOf(name: string, steps: readonly FoldStep[], policy: ResolvedPolicy): string {
  if (!policy.stages.some((stage) => stage === name)) return 'off in the policy'
  const tokens = new Map<string, number>()
  for (const { skipped, rendered } of steps) {
    if (skipped === 'opaque' || skipped?.startsWith('role ')) continue
    const reason = skipped ?? 'nothing wins'
    tokens.set(reason, (tokens.get(reason) ?? 0) + rendered.tokensBefore)
  }
  return [...tokens].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 'no part may be replaced'
}
