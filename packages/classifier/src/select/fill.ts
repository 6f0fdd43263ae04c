import type { Layout } from './layout.ts'
import { createPicks, type Picks } from './picks.ts'

/** What is to be chosen, and in which order. */
export interface Wanted {
  readonly layout: Layout
  /** Indexes, the most wanted first. */
  readonly order: readonly number[]
  /** Indexes of what comes before any score, the most wanted first. */
  readonly flagged: readonly number[]
}

/** The share of a budget that flagged choices may take before any score counts. */
const FLAGGED_SHARE = 0.5

/**
 * Chooses within a budget (in pieces, marks included): flagged ones up to half of it, then by order; what no longer fits is
 * skipped.
 */
export function fill({ layout, order, flagged }: Wanted, budget: number): Picks {
  const picks = createPicks(layout)
  const { growth, chosen } = picks
  let left = budget * FLAGGED_SHARE
  for (const index of flagged) {
    const before = growth.cost
    if (picks.take(index, Math.min(left, budget - before))) left -= growth.cost - before
  }
  for (const index of order) {
    if (chosen[index] === 0) picks.take(index, budget - growth.cost)
  }
  return picks
}
