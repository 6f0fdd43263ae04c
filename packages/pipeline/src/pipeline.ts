import { type FoldContext, type FoldStep, foldPart } from './fold.ts'
import { INITIAL_STATE } from './fold-state.ts'
import { createLiveMemo, type LiveMemo, type StepList } from './live-memo.ts'
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
  /**
   * Where the model's tokenizer is not public: encodings under which every rewrite must win too, and then also in bytes
   * (o200k_base as `tokenizer` and cl100k_base here). @default none
   */
  readonly alsoCount?: readonly TokenCounter[]
  /** Milliseconds of a monotonic clock, for the report only. @default a clock that stands still */
  readonly now?: () => number
  /**
   * Prefixes of transcripts that are remembered in this process, so that a request that carries its history again pays
   * for its new parts only. Never changes a result. @default 64
   */
  readonly rememberedPrefixes?: number
}

/** Per call. */
export interface RunOptions {
  /** Separates what is remembered, by tenant for example. @default '' */
  readonly scope?: string
}

/** Renders transcripts. What it remembers between calls saves time and never changes a result. */
export interface Pipeline {
  run(transcript: Transcript, options?: RunOptions): PipelineResult
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
  const memo = createLiveMemo(options.rememberedPrefixes ?? 64)
  return {
    run(transcript, { scope = '' } = {}) {
      const start = now()
      const context: FoldContext = {
        policy,
        counter: options.tokenizer,
        alsoCount: options.alsoCount ?? [],
        restrictions: transcript.restrictions ?? {},
      }
      const steps = foldAll(transcript, context, memo, scope)
      const state = steps.at(-1)?.state ?? INITIAL_STATE
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
        failures: steps.flatMap(({ rendered, failures }) =>
          failures.map((reason) => ({ partId: rendered.part.id, reason })),
        ),
      }
    },
  }
}

function foldAll(
  transcript: Transcript,
  context: FoldContext,
  memo: LiveMemo,
  scope: string,
): FoldStep[] {
  let list = memo.recall(transcript, scope)
  const known = inOrder(list)
  const steps = known.map((step, at) => ({
    ...step,
    rendered: { ...step.rendered, part: transcript.parts[at]! },
  }))
  for (const part of transcript.parts.slice(steps.length)) {
    const step = foldPart(list?.step.state ?? INITIAL_STATE, part, context)
    list = { step, before: list, length: steps.length + 1 }
    steps.push(step)
  }
  if (list !== undefined) memo.remember(transcript, scope, list)
  return steps
}

function inOrder(list: StepList | undefined): FoldStep[] {
  const steps: FoldStep[] = []
  for (let at = list; at !== undefined; at = at.before) steps.push(at.step)
  return steps.reverse()
}
