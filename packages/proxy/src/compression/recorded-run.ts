import {
  type FoldMemo,
  type FoldRecord,
  foldRecordOf,
  type LossMemo,
  type LossRecords,
  type MemoScope,
  type PipelineResult,
  type Transcript,
} from '@x/pipeline'
import type { ModelPipeline } from './pipelines.ts'

/** A result, and whether the store that should have recorded it could not. */
export interface RecordedRun {
  readonly result: PipelineResult
  readonly isStoreLost: boolean
  /** Keys of the originals of lossy parts, in order. */
  readonly originalKeys: readonly string[]
}

/** Where runs are recorded. */
export interface RunMemos {
  /** What a failure decided once; without it this process remembers for itself. */
  readonly folds: FoldMemo | undefined
  /** Originals of lossy parts, asked for where text may be dropped. */
  readonly losses: () => LossMemo
}

/**
 * Renders a transcript as it was rendered before: what a stage's failure once left verbatim stays so, on every replica
 * and after a restart, and of two replicas that render at once the first record wins. A lost store changes nothing but
 * this, and that nothing is dropped: no original goes unkept.
 */
export async function runRecorded(
  { pipeline, policyVersion, encoding, mayLose }: ModelPipeline,
  transcript: Transcript,
  scope: Pick<MemoScope, 'tenant' | 'dialect'>,
  { folds, losses }: RunMemos,
): Promise<RecordedRun> {
  const memoScope = { ...scope, policyVersion, encoding }
  const records = mayLose ? losses().open(transcript, memoScope) : undefined
  const keysOf = async ({ parts }: PipelineResult): Promise<string[]> => {
    const lossy = parts.flatMap(({ loss }, at) => (loss === undefined ? [] : [at]))
    return records === undefined ? [] : Promise.all(lossy.map(records.keyAt))
  }
  const run = async (
    { verbatim, whole = [] }: FoldRecord,
    losses: LossRecords | undefined,
  ): Promise<PipelineResult> => {
    const options = { scope: scope.tenant, verbatim, whole }
    if (!mayLose || losses === undefined) return pipeline.run(transcript, options)
    return pipeline.runAsync(transcript, { ...options, losses })
  }
  const end = async (result: PipelineResult, isStoreLost: boolean): Promise<RecordedRun> => {
    return { result, isStoreLost, originalKeys: await keysOf(result) }
  }
  if (folds === undefined) return end(await run({ verbatim: [] }, records), false)
  const lost = Symbol('lost')
  const known = await folds.recall(transcript, memoScope).catch(() => lost)
  const recalled = typeof known === 'object' ? known : undefined
  const result = await run(recalled ?? { verbatim: [] }, known === lost ? LOST : records)
  // A store that did not answer once is not waited for a second time.
  if (known === lost) return end(result, true)
  const ours = foldRecordOf(result, recalled)
  const first = await folds.record(transcript, memoScope, ours).catch(() => undefined)
  if (first === undefined) return end(result, true)
  const isOurs = keyOf(first) === keyOf(ours)
  return end(isOurs ? result : await run(first, records), false)
}

/** No original can be kept: nothing is dropped. */
const LOST: LossRecords = {
  recall: () => Promise.reject(new Error('the store is lost')),
  record: () => Promise.reject(new Error('the store is lost')),
}

function keyOf({ verbatim, whole = [] }: FoldRecord): string {
  return JSON.stringify([verbatim, whole])
}
