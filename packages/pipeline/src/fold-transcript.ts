import {
  type Decision,
  decide,
  draftPart,
  type FoldContext,
  type FoldStep,
  finishPart,
  mayLose,
} from './fold.ts'
import { INITIAL_STATE } from './fold-state.ts'
import type { LiveMemo, StepList } from './live-memo.ts'
import type { Pending } from './loss/decide-loss.ts'
import type { Transcript } from './transcript.ts'

/** What is on record about a transcript. */
export interface TranscriptOrders {
  /** Separates what is remembered. */
  readonly scope: string
  /** Indexes of parts that leave as they came. */
  readonly verbatim: readonly number[]
  /** Indexes of parts of which nothing is dropped. */
  readonly whole: readonly number[]
}

/**
 * Folds a transcript from its longest remembered prefix on. Yields each part of which something may be dropped and takes
 * the decision about it, so that one fold serves keepers that answer at once and keepers that wait. Remembered steps have
 * the parts that they were made for: equal ones, but for their ids.
 */
export function* foldTranscript(
  transcript: Transcript,
  context: FoldContext,
  memo: LiveMemo,
  { scope, verbatim, whole }: TranscriptOrders,
): Generator<Pending, FoldStep[], Decision> {
  const recollection = memo.recall(transcript, JSON.stringify([scope, verbatim, whole]))
  let list = recollection.steps
  const steps = inOrder(list)
  for (const part of transcript.parts.slice(steps.length)) {
    const at = steps.length
    const state = list?.step.state ?? INITIAL_STATE
    const orders = { isVerbatim: verbatim.includes(at), isWhole: whole.includes(at) }
    const draft = draftPart(state, part, context, orders)
    const decision = mayLose(draft)
      ? yield { state, draft, at }
      : decide(state, draft, context, undefined)
    const step = finishPart(state, draft, decision)
    list = { step, before: list, length: at + 1 }
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
