import type { FoldContext, FoldStep } from './fold.ts'
import { foldTranscript, type TranscriptOrders } from './fold-transcript.ts'
import type { TranscriptHook } from './hooks/remove-duplicates.ts'
import { createLiveMemo } from './live-memo.ts'
import { decideLater, decideNow, type KeepOriginal, type LossRecords } from './loss/decide-loss.ts'
import type { Keeper, TextProfile } from './loss/keeper.ts'
import type { PipelineResult } from './pipeline-result.ts'
import { type Policy, policyVersion, resolvePolicy } from './policy.ts'
import { reportResult } from './report-result.ts'
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
  /** Decides what is dropped; needed where the policy allows loss. `@x/pipeline/keep` makes one. @default none */
  readonly keeper?: Keeper
  /** Tells what each text is, for the report. @default the keeper's */
  readonly describe?: (text: string) => TextProfile
  /**
   * Takes the original of each part that loses something, before the result is answered; throws or rejects to keep the part
   * whole. Without it the result alone holds the originals (`parts[k].part.text`). @default none
   */
  readonly keepOriginal?: KeepOriginal
}

/** Per call. */
export interface RunOptions {
  /** Separates what is remembered, by tenant for example. @default '' */
  readonly scope?: string
  /** Indexes of parts that stay verbatim: what a `FoldMemo` recalls. @default none */
  readonly verbatim?: readonly number[]
  /** Indexes of parts that lose nothing: what a `FoldMemo` recalls. @default none */
  readonly whole?: readonly number[]
}

/** Per call that may wait. */
export interface RunAsyncOptions extends RunOptions {
  /** What is on record about the lossy parts of this transcript: `createLossMemo`. @default none */
  readonly losses?: LossRecords
}

/** Renders transcripts. What it remembers between calls saves time and never changes a result. */
export interface Pipeline {
  /** Names what a rendering depends on beside the transcript: policy, and keeper where it allows loss. */
  readonly version: string
  /**
   * Renders at once.
   * @throws {TypeError} where the policy allows loss and the keeper waits for a model
   */
  run(transcript: Transcript, options?: RunOptions): PipelineResult
  /** Renders with a keeper that may wait, and with records of what was dropped before. */
  runAsync(transcript: Transcript, options?: RunAsyncOptions): Promise<PipelineResult>
}

/**
 * Makes a pipeline. Its result for the first k parts is a prefix of its result for all of them.
 * @throws {RangeError} for a policy that cannot be
 * @throws {TypeError} for a policy that allows loss without a keeper
 * @example
 * const pipeline = createPipeline({ tokenizer: await loadTokenizer('o200k_base') })
 * pipeline.run(readRequest(body).transcript).savings // 0.41
 */
export function createPipeline(options: PipelineOptions): Pipeline {
  const policy = resolvePolicy(options.policy)
  const { tokenizer, keeper, keepOriginal, alsoCount = [], hooks = [] } = options
  const describe = options.describe ?? keeper?.describe
  if (policy.loss !== undefined && keeper === undefined) {
    throw new TypeError('the policy allows loss, and nothing decides what: give a keeper')
  }
  const now = options.now ?? (() => 0)
  const memo = createLiveMemo(options.rememberedPrefixes ?? 64)

  function begin(received: Transcript, run: RunOptions): Run {
    const start = now()
    const transcript = hooks.reduce((changed, hook) => hook(changed), received)
    const context: FoldContext = {
      policy,
      counter: tokenizer,
      alsoCount,
      restrictions: transcript.restrictions ?? {},
      stopwatch: createStopwatch(now),
      ...(policy.loss && keeper && { keeper }),
      ...(describe && { describe }),
    }
    const isChanged = transcript !== received && !sameParts(transcript, received)
    return {
      context,
      fold: foldTranscript(transcript, context, memo, ordersOf(run)),
      end: (steps) =>
        reportResult(steps, transcript.parts, context, {
          elapsedMs: now() - start,
          isChanged,
          approximate: options.approximate ?? false,
        }),
    }
  }

  return {
    version: [policyVersion(policy), ...(policy.loss && keeper ? [keeper.id] : [])].join('|'),
    run(received, runOptions = {}) {
      const { context, fold, end } = begin(received, runOptions)
      if (policy.loss !== undefined && keeper?.keepNow === undefined) {
        throw new TypeError(`the keeper "${keeper?.id}" has to wait: use runAsync`)
      }
      let turn = fold.next()
      while (!turn.done) turn = fold.next(decideNow(turn.value, context, keepOriginal))
      return end(turn.value)
    },
    async runAsync(received, runOptions = {}) {
      const { context, fold, end } = begin(received, runOptions)
      let turn = fold.next()
      while (!turn.done) {
        turn = fold.next(await decideLater(turn.value, context, keepOriginal, runOptions.losses))
      }
      return end(turn.value)
    },
  }
}

interface Run {
  readonly context: FoldContext
  readonly fold: ReturnType<typeof foldTranscript>
  readonly end: (steps: readonly FoldStep[]) => PipelineResult
}

function ordersOf({ scope = '', verbatim = [], whole = [] }: RunOptions): TranscriptOrders {
  return { scope, verbatim, whole }
}

function sameParts(a: Transcript, b: Transcript): boolean {
  return a.parts.length === b.parts.length && a.parts.every((part, at) => part === b.parts[at])
}
