import { type FoldContext, type FoldStep, foldPart } from './fold.ts'
import { INITIAL_STATE } from './fold-state.ts'
import type { TranscriptHook } from './hooks/remove-duplicates.ts'
import { createLiveMemo, type LiveMemo, type StepList } from './live-memo.ts'
import type { PipelineResult } from './pipeline-result.ts'
import { type Policy, resolvePolicy } from './policy.ts'
import type { Fidelity } from './rendered-part.ts'
import { reportStages } from './report-stages.ts'
import { createStopwatch } from './stopwatch.ts'
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
  /** Run over the transcript before it is rendered, in this order. @default none */
  readonly hooks?: readonly TranscriptHook[]
  /** Milliseconds of a monotonic clock, for the report only. @default a clock that stands still */
  readonly now?: () => number
  /**
   * Transcripts that are remembered in this process with all their prefixes, so that a request that carries its history
   * again, or the same history with another last message, pays for its new parts only. Never changes a result.
   * @default 64
   */
  readonly rememberedPrefixes?: number
}

/** Per call. */
export interface RunOptions {
  /** Separates what is remembered, by tenant for example. @default '' */
  readonly scope?: string
  /** Indexes of parts that stay verbatim: what a `FoldMemo` recalls. @default none */
  readonly verbatim?: readonly number[]
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
    run(received, runOptions) {
      const start = now()
      const transcript = (options.hooks ?? []).reduce((changed, hook) => hook(changed), received)
      const isChanged = transcript !== received && !sameParts(transcript, received)
      const context: FoldContext = {
        policy,
        counter: options.tokenizer,
        alsoCount: options.alsoCount ?? [],
        restrictions: transcript.restrictions ?? {},
        stopwatch: createStopwatch(now),
      }
      const steps = foldAll(transcript, context, memo, runOptions)
      const state = steps.at(-1)?.state ?? INITIAL_STATE
      const elapsedMs = now() - start
      const { tokensRead: tokensBefore, tokensSent: tokensAfter } = state
      return {
        parts: steps.map(({ rendered }) => rendered),
        stages: reportStages(steps, policy, tokensBefore, context.stopwatch),
        tokensBefore,
        tokensAfter,
        savings: tokensBefore === 0 ? 0 : 1 - tokensAfter / tokensBefore,
        elapsedMs,
        fidelity: isChanged ? 'lossy' : fidelityOf(steps),
        breaksPrefix: isChanged,
        approximate: options.approximate ?? false,
        failures: steps.flatMap(({ rendered, failures }) =>
          failures.map((reason) => ({ partId: rendered.part.id, reason })),
        ),
        aliases: state.aliases.definitions,
      }
    },
  }
}

function fidelityOf(steps: readonly FoldStep[]): Fidelity {
  return steps.some(({ rendered }) => rendered.fidelity === 'exact') ? 'exact' : 'verbatim'
}

function sameParts(a: Transcript, b: Transcript): boolean {
  return a.parts.length === b.parts.length && a.parts.every((part, at) => part === b.parts[at])
}

function foldAll(
  transcript: Transcript,
  context: FoldContext,
  memo: LiveMemo,
  { scope = '', verbatim = [] }: RunOptions = {},
): FoldStep[] {
  const recollection = memo.recall(transcript, JSON.stringify([scope, verbatim]))
  let list = recollection.steps
  const steps = inOrder(list).map((step, at) => ({
    ...step,
    rendered: { ...step.rendered, part: transcript.parts[at]! },
  }))
  for (const part of transcript.parts.slice(steps.length)) {
    const stays = verbatim.includes(steps.length)
    const step = foldPart(list?.step.state ?? INITIAL_STATE, part, context, stays)
    list = { step, before: list, length: steps.length + 1 }
    steps.push(step)
  }
  if (list !== undefined) recollection.remember(list)
  return steps
}

function inOrder(list: StepList | undefined): FoldStep[] {
  const steps: FoldStep[] = []
  for (let at = list; at !== undefined; at = at.before) steps.push(at.step)
  return steps.reverse()
}
