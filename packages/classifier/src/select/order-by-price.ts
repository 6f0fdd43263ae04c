import { createHeap } from '../cover/heap.ts'
import { createWorths } from '../cover/worths.ts'
import { createGrowthReach } from './growth-reach.ts'
import type { Layout } from './layout.ts'
import { createPicks } from './picks.ts'

/**
 * The choices in the order of greedy cover, whatever the rate: always the one with the most weight of strings not yet kept for
 * what it costs beside those before it, the marks included that it makes or spares. Of equal ones the earlier comes first.
 */
export function orderByPrice(
  layout: Layout,
  strings: readonly ReadonlyMap<string, number>[],
): number[] {
  const items = layout.choices.map(({ index }) => ({ index, strings: strings[index]! }))
  const worths = createWorths(items, (string, item) => item.strings.get(string) ?? 0)
  const picks = createPicks(layout)
  const reach = createGrowthReach(layout)
  const heap = createHeap()
  const gainOf = (index: number): number => {
    const price = picks.priceOf(index)
    return price > 0 ? worths.of(index) / price : Number.MAX_VALUE
  }
  for (const { index } of items) heap.push(index, gainOf(index))
  const order: number[] = []
  for (let next = heap.pop(); next !== undefined; next = heap.pop()) {
    const { index, worth } = next
    if (picks.chosen[index] === 1) continue
    const gain = gainOf(index)
    if (gain < worth && gain <= heap.best) {
      heap.push(index, gain)
      continue
    }
    const before = picks.growth.mark()
    picks.take(index, Number.POSITIVE_INFINITY)
    worths.take(index)
    order.push(index)
    for (const other of reach.cheaperAfter(index, picks.growth, before)) {
      if (picks.chosen[other] === 0) heap.push(other, gainOf(other))
    }
  }
  return order
}
