import { type Decision, decide, type FoldContext, type Outcome } from '../fold.ts'
import type { Pending } from './decide-loss.ts'
import type { KeepRequest, Selection } from './keeper.ts'

/** A decision, and the selection that it stands on; none where the keeper failed. */
export interface Approach {
  readonly decision: Decision
  readonly selection?: Selection
}

/** Selections that are tried for one part: exact forms save less of what is left than of the whole. */
const MAX_TRIES = 3
/** So much above the aim is near enough. */
const NEAR = 1.05
/** The next share of a selection after which nothing was saved. */
const STEP = 0.6

/**
 * Asks for smaller selections until what is sent, in its exact form, comes near to the rate that is aimed at. Yields each
 * request and takes the keeper's answer; the nearest decision is the result.
 */
export function* approachRate(
  { state, draft }: Pending,
  context: FoldContext,
): Generator<KeepRequest, Approach, Outcome> {
  const { request, rateAimed } = draft.wish
  let best: Approach | undefined
  let { rate } = request
  for (let tries = 0; tries < MAX_TRIES && rate > 0; tries += 1) {
    const outcome = yield { ...request, rate }
    const decision = decide(state, draft, context, outcome)
    const selection = 'selection' in outcome ? outcome.selection : undefined
    if (best === undefined || distance(decision, rateAimed) < distance(best.decision, rateAimed)) {
      best = { decision, ...(selection && { selection }) }
    }
    if (selection === undefined) break
    const factor = nextFactor(decision, rateAimed)
    if (factor === undefined) break
    rate = Math.round(rate * factor * 1000) / 1000
  }
  return best!
}

/** How far what is sent is from the aim; a part that stays whole is farther than any other. */
function distance({ form }: Decision, rateAimed: number): number {
  return form.loss === undefined ? 1 : Math.abs(form.loss.rateReached - rateAimed)
}

function nextFactor({ form, mayTryLess }: Decision, rateAimed: number): number | undefined {
  if (form.loss === undefined) return mayTryLess ? STEP : undefined
  const { rateReached } = form.loss
  return rateReached <= rateAimed * NEAR ? undefined : rateAimed / rateReached
}
