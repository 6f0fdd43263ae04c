import { messageOf } from '../choose-form.ts'
import { type Decision, type Draft, decide, type FoldContext, type Outcome } from '../fold.ts'
import type { FoldState } from '../fold-state.ts'
import type { Stopwatch } from '../stopwatch.ts'
import { type Approach, approachRate } from './approach-rate.ts'
import type { Keeper, KeepRequest, Selection } from './keeper.ts'
import type { Wish } from './wish-for-loss.ts'

/** A part of which something may be dropped, and the state before it. */
export interface Pending {
  readonly state: FoldState
  readonly draft: Draft & { readonly wish: Wish }
  /** Index of the part in its transcript. */
  readonly at: number
}

/** A text of which something is about to be dropped. */
export interface DroppedText {
  readonly partId: string
  readonly label: string
  readonly original: string
  /** What is sent in its place. */
  readonly sent: string
}

/** Takes an original before the text that lost something leaves; throws or rejects to keep the part whole. */
export type KeepOriginal = (dropped: DroppedText) => void | Promise<void>

/** What is on record about the lossy parts of one transcript. Rejects where the store is lost. */
export interface LossRecords {
  /** What was kept of this part when it was first sent. */
  recall(at: number): Promise<Selection | undefined>
  /** Records original and selection, before the part is sent. The first record wins: the answer is what must be sent. */
  record(at: number, selection: Selection): Promise<Selection>
}

/**
 * Decides at once.
 * @throws {TypeError} for a keeper, or a `keepOriginal`, that has to wait
 */
export function decideNow(
  { state, draft, at }: Pending,
  context: FoldContext,
  keepOriginal: KeepOriginal | undefined,
): Decision {
  const { keeper, stopwatch } = context
  const keep = keeper?.keepNow
  if (keep === undefined)
    throw new TypeError(`the keeper "${keeper?.id}" has to wait: use runAsync`)
  const approach = approachRate({ state, draft, at }, context)
  let turn = approach.next()
  while (!turn.done) turn = approach.next(answerNow(keep, turn.value, stopwatch))
  const { decision } = turn.value
  if (decision.form.loss === undefined || keepOriginal === undefined) return decision
  let kept: unknown
  try {
    kept = keepOriginal(droppedText(draft, decision))
  } catch (error) {
    return decide(state, draft, context, notKept(error))
  }
  if (!(kept instanceof Promise)) return decision
  kept.catch(() => undefined)
  throw new TypeError('keepOriginal answers a promise: use runAsync')
}

/** Decides with a keeper that may wait: from the record where there is one, else recorded before anything leaves. */
export async function decideLater(
  { state, draft, at }: Pending,
  context: FoldContext,
  keepOriginal: KeepOriginal | undefined,
  records: LossRecords | undefined,
): Promise<Decision> {
  const recalled = await records?.recall(at).catch(() => undefined)
  const { decision, selection } =
    recalled === undefined
      ? await approachLater({ state, draft, at }, context)
      : { decision: decide(state, draft, context, { selection: recalled }), selection: recalled }
  if (decision.form.loss === undefined || selection === undefined) return decision
  try {
    const first = recalled ?? (await records?.record(at, selection)) ?? selection
    const sent =
      first === selection ? decision : decide(state, draft, context, { selection: first })
    if (sent.form.loss !== undefined) await keepOriginal?.(droppedText(draft, sent))
    return sent
  } catch (error) {
    return decide(state, draft, context, notKept(error))
  }
}

async function approachLater(pending: Pending, context: FoldContext): Promise<Approach> {
  const approach = approachRate(pending, context)
  let turn = approach.next()
  while (!turn.done) turn = approach.next(await answerLater(turn.value, context))
  return turn.value
}

function answerNow(
  keep: NonNullable<Keeper['keepNow']>,
  request: KeepRequest,
  stopwatch: Stopwatch,
): Outcome {
  try {
    return { selection: stopwatch.time('keep', () => keep(request)) }
  } catch (error) {
    return failed(error)
  }
}

async function answerLater(
  request: KeepRequest,
  { keeper, stopwatch }: FoldContext,
): Promise<Outcome> {
  try {
    return { selection: await stopwatch.timeAsync('keep', () => keeper!.keep(request)) }
  } catch (error) {
    return failed(error)
  }
}

function failed(error: unknown): Outcome {
  return { failure: `keep failed: ${messageOf(error)}` }
}

function notKept(error: unknown): Outcome {
  return { failure: `the original was not kept: ${messageOf(error)}` }
}

function droppedText({ part }: Draft, { form }: Decision): DroppedText {
  return { partId: part.id, label: part.label, original: part.text, sent: form.text }
}
