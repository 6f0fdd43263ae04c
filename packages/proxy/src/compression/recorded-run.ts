import {
  type FoldMemo,
  foldRecordOf,
  type MemoScope,
  type PipelineResult,
  type Transcript,
} from '@x/pipeline'
import type { ModelPipeline } from './pipelines.ts'

/** A result, and whether the store that should have recorded it could not. */
export interface RecordedRun {
  readonly result: PipelineResult
  readonly isStoreLost: boolean
}

/**
 * Renders a transcript as it was rendered before: what a stage's failure once left verbatim stays so, on every replica
 * and after a restart, and of two replicas that render at once the first record wins. A lost store changes nothing but
 * this: the render itself needs none.
 */
export async function runRecorded(
  { pipeline, policyVersion, encoding }: ModelPipeline,
  transcript: Transcript,
  scope: Pick<MemoScope, 'tenant' | 'dialect'>,
  memo: FoldMemo | undefined,
): Promise<RecordedRun> {
  const run = (verbatim: readonly number[]): PipelineResult =>
    pipeline.run(transcript, { scope: scope.tenant, verbatim })
  if (memo === undefined) return { result: run([]), isStoreLost: false }
  const memoScope = { ...scope, policyVersion, encoding }
  const lost = Symbol('lost')
  const known = await memo.recall(transcript, memoScope).catch(() => lost)
  const recalled = typeof known === 'object' ? known : undefined
  const result = run(recalled?.verbatim ?? [])
  // A store that did not answer once is not waited for a second time.
  if (known === lost) return { result, isStoreLost: true }
  const ours = foldRecordOf(result, recalled)
  const first = await memo.record(transcript, memoScope, ours).catch(() => undefined)
  if (first === undefined) return { result, isStoreLost: true }
  const isOurs = first.verbatim.join() === ours.verbatim.join()
  return { result: isOurs ? result : run(first.verbatim), isStoreLost: false }
}
