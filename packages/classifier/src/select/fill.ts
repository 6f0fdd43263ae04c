import { createPurse } from '../cover/purse.ts'
import type { Choice } from './layout.ts'

/** What is to be chosen, and in which order. */
export interface Wanted {
  readonly choices: readonly Choice[]
  /** Indexes, the most wanted first. */
  readonly order: readonly number[]
  /** Indexes of what comes before any score, the most wanted first. */
  readonly flagged: readonly number[]
}

/** The share of a budget that flagged choices may take before any score counts. */
const FLAGGED_SHARE = 0.5

/** Chooses within a budget (in pieces): flagged ones up to half of it, then by order; what no longer fits is skipped. */
export function fill({ choices, order, flagged }: Wanted, budget: number): Uint8Array {
  const chosen = new Uint8Array(choices.length)
  const purse = createPurse(budget)
  let left = budget * FLAGGED_SHARE
  for (const index of flagged) {
    const price = purse.priceOf(choices[index]!)
    if (price > left || !purse.buy(choices[index]!)) continue
    left -= price
    chosen[index] = 1
  }
  for (const index of order) {
    if (chosen[index] === 0 && purse.buy(choices[index]!)) chosen[index] = 1
  }
  return chosen
}
