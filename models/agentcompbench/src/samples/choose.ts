import { chance } from '../chance.ts'
import type { Draft } from '../drafts/draft.ts'
import { SCENARIOS } from '../scenarios.ts'

/** A draft with the place of its drafter in the table: the lower, the surer the label. */
export interface RankedDraft {
  readonly draft: Draft
  readonly rank: number
}

/** Scenarios with most of the labels get more than an even share. */
const SHARES: Readonly<Record<string, number>> = {
  rag_context: 5,
  meeting_notes: 1.75,
  tool_result: 1.3,
  db_query: 1.6,
}

/**
 * How many samples each scenario gives: in proportion to its share as far as it has as many, the rest going to those that
 * have more. The sum is `total`, or all there are.
 */
export function quotasOf(
  available: Readonly<Record<string, number>>,
  total: number,
): Record<string, number> {
  const quotas: Record<string, number> = Object.fromEntries(
    Object.keys(SCENARIOS).map((s) => [s, 0]),
  )
  let left = total
  for (;;) {
    const open = Object.keys(SCENARIOS).filter((s) => quotas[s]! < (available[s] ?? 0))
    const shares = open.reduce((sum, s) => sum + (SHARES[s] ?? 1), 0)
    if (open.length === 0 || left === 0) return quotas
    const before = left
    for (const scenario of open) {
      const part = Math.max(1, Math.floor((before * (SHARES[scenario] ?? 1)) / shares))
      const taken = Math.min(part, available[scenario]! - quotas[scenario]!, left)
      quotas[scenario]! += taken
      left -= taken
    }
  }
}

/**
 * The drafts of one scenario that become samples: all of the first drafter, then those with labels in turn over their
 * sources, with and without a query, then those without a label. What is drawn depends on the drafts alone.
 */
export function chooseDrafts(drafts: readonly RankedDraft[], quota: number): Draft[] {
  const surest = drafts.filter(({ rank, draft }) => rank === 0 && draft.needed.length > 0)
  const labelled = drafts.filter(({ rank, draft }) => rank > 0 && draft.needed.length > 0)
  const rest = drafts.filter(({ draft }) => draft.needed.length === 0)
  return [...inTurn(surest), ...inTurn(labelled), ...inTurn(rest)].slice(0, quota)
}

function inTurn(drafts: readonly RankedDraft[]): Draft[] {
  const drawn = Array.from(groupBy(drafts).values(), shuffled)
  const order: Draft[] = []
  for (let i = 0; order.length < drafts.length; i++) {
    for (const group of drawn) if (group[i] !== undefined) order.push(group[i]!)
  }
  return order
}

function groupBy(drafts: readonly RankedDraft[]): Map<string, Draft[]> {
  const groups = new Map<string, Draft[]>()
  for (const { draft, rank } of drafts) {
    const key = `${rank} ${draft.source} ${draft.query !== undefined}`
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [draft])
    else group.push(draft)
  }
  return groups
}

function shuffled(drafts: readonly Draft[]): Draft[] {
  return drafts
    .map((draft) => ({ draft, at: chance(draft.docId, draft.text, draft.query ?? '') }))
    .sort((a, b) => a.at - b.at)
    .map(({ draft }) => draft)
}
