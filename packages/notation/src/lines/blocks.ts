import type { Estimator } from './estimate.ts'
import type { Entry, Item, RowItem } from './items.ts'
import {
  createPairShapes,
  type Merge,
  mergeRows,
  type Pair,
  type PairShape,
  planMerge,
  templateTokens,
} from './merge-rows.ts'

const MOST_ROUNDS = 30
const MERGES_PER_ROUND = 24
/** Rows that share no value are joined only where one mostly follows the other. */
const LEAST_FOLLOWING = 0.4
/** Name, sign and line end of a definition. */
const FREED_TOKENS = 3

/**
 * Joins rows that follow each other again and again into rows of one template over several lines; what the second
 * repeats of the first is written once. Pairs are merged as in Re-Pair (Larsson and Moffat 1999), the pair that saves
 * the most first, until none pays.
 */
export function mergeBlocks(items: readonly Item[], estimate: Estimator, firstId: number): Item[] {
  let current: readonly Item[] = items
  const shapeOf = createPairShapes(estimate)
  let id = firstId
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const merges = chooseMerges(rankPairs(current, shapeOf, estimate), id, estimate)
    if (merges.size === 0) break
    id += merges.size
    current = applyMerges(current, merges, shapeOf)
  }
  return [...current]
}

function chooseMerges(
  pairs: readonly Pair[],
  firstId: number,
  estimate: Estimator,
): Map<string, Merge> {
  const merges = new Map<string, Merge>()
  const used = new Set<Entry>()
  for (const pair of pairs) {
    if (merges.size === MERGES_PER_ROUND) break
    if (used.has(pair.a) || used.has(pair.b)) continue
    const merge = planMerge(pair, firstId + merges.size, estimate)
    if (merge === undefined) continue
    used.add(pair.a).add(pair.b)
    merges.set(pair.key, merge)
  }
  return merges
}

type ShapeOf = (a: RowItem, b: RowItem) => PairShape | undefined

function rankPairs(items: readonly Item[], shapeOf: ShapeOf, estimate: Estimator): Pair[] {
  const pairs = new Map<string, Pair>()
  const counts = new Map<Entry, number>()
  for (const [i, a] of items.entries()) {
    const b = items[i + 1]
    if (a.kind !== 'row') continue
    counts.set(a.entry, (counts.get(a.entry) ?? 0) + 1)
    const shape = b?.kind === 'row' ? shapeOf(a, b) : undefined
    if (shape !== undefined) addUse(pairs, shape, a, b as RowItem, i)
  }
  for (const pair of pairs.values()) {
    for (const entry of new Set([pair.a, pair.b])) {
      const tokens = templateTokens(entry, estimate)
      const isFreed = !entry.weak && pair.a !== pair.b && counts.get(entry) === pair.uses.length
      if (isFreed) pair.freed += tokens + FREED_TOKENS
      pair.worth -= tokens
    }
    pair.worth += pair.freed - FREED_TOKENS
  }
  return [...pairs.values()]
    .filter((pair) => pair.uses.length > 1 && pair.worth > 0 && belongTogether(pair, counts))
    .sort((x, y) => y.worth - x.worth)
}

function addUse(
  pairs: Map<string, Pair>,
  shape: PairShape,
  a: RowItem,
  b: RowItem,
  at: number,
): void {
  let pair = pairs.get(shape.key)
  if (pair === undefined) {
    pair = {
      key: shape.key,
      a: a.entry,
      b: b.entry,
      uses: [],
      worth: 0,
      last: -2,
      shared: 0,
      freed: 0,
    }
    pairs.set(shape.key, pair)
  }
  if (pair.last === at - 1 && a.entry === b.entry) return
  pair.last = at
  pair.uses.push([a, b])
  pair.worth += shape.saved
  pair.shared = shape.shared
}

function belongTogether(pair: Pair, counts: ReadonlyMap<Entry, number>): boolean {
  if (pair.shared >= 2) return true
  const rarer = Math.min(counts.get(pair.a)!, counts.get(pair.b)!)
  return pair.uses.length >= rarer * LEAST_FOLLOWING
}

function applyMerges(
  items: readonly Item[],
  merges: ReadonlyMap<string, Merge>,
  shapeOf: ShapeOf,
): Item[] {
  const merged: Item[] = []
  for (let i = 0; i < items.length; i += 1) {
    const a = items[i]!
    const b = items[i + 1]
    const joined = a.kind === 'row' && b?.kind === 'row' ? join(a, b, merges, shapeOf) : undefined
    merged.push(joined ?? a)
    if (joined !== undefined) i += 1
  }
  return merged
}

function join(
  a: RowItem,
  b: RowItem,
  merges: ReadonlyMap<string, Merge>,
  shapeOf: ShapeOf,
): RowItem | undefined {
  const shape = shapeOf(a, b)
  const merge = shape === undefined ? undefined : merges.get(shape.key)
  return merge === undefined ? undefined : mergeRows(a, b, merge)
}
