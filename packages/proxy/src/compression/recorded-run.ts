import type { FoldMemo, FoldRecord, MemoScope, PipelineResult, Transcript } from '@x/pipeline'
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
  const { verbatim } = typeof known === 'object' ? known : NOTHING_RECORDED
  const result = run(verbatim)
  const record = await memo
    .record(transcript, memoScope, withRecorded(result, verbatim))
    .catch(() => undefined)
  if (record === undefined) return { result, isStoreLost: true }
  const isStoreLost = known === lost
  const isOurs = record.verbatim.join() === verbatimOf(result, verbatim).join()
  return { result: isOurs ? result : run(record.verbatim), isStoreLost }
}

const NOTHING_RECORDED: FoldRecord = { verbatim: [] }

/** A part that stays verbatim by record does not fail again: the next record must still name it. */
function withRecorded(result: PipelineResult, verbatim: readonly number[]): PipelineResult {
  const recorded = verbatim.flatMap((at) => {
    const partId = result.parts[at]?.part.id
    return partId === undefined ? [] : [{ partId, reason: 'recorded' }]
  })
  return { ...result, failures: [...result.failures, ...recorded] }
}

function verbatimOf(result: PipelineResult, verbatim: readonly number[]): number[] {
  const failed = new Set(withRecorded(result, verbatim).failures.map(({ partId }) => partId))
  return result.parts.flatMap(({ part, fidelity }, at) =>
    fidelity === 'verbatim' && failed.has(part.id) ? [at] : [],
  )
}
