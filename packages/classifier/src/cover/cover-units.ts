import { createHeap } from './heap.ts'
import { createPurse, type Priced } from './purse.ts'
import { type Covering, createWorths, type Weigh } from './worths.ts'

/** What can be covered: a `Unit`, or whatever else has a price and strings. Its index is its place in the list. */
export interface Coverable extends Priced, Covering {}

/**
 * Greedy cover: takes the unit with the most weight of strings not yet kept per piece, again and again, as long as it
 * fits the budget (in pieces). Returns the indexes in the order of taking. Takes time in the number of strings.
 *
 * @example coverUnits(units, (string) => (earlier.has(string) ? 0 : idf(string)), 0.3 * totalCost(units))
 */
export function coverUnits<T extends Coverable>(
  units: readonly T[],
  weigh: Weigh<T>,
  budget: number,
): number[] {
  const worths = createWorths(units, weigh)
  const purse = createPurse(budget)
  const heap = createHeap()
  const gainOf = (index: number) => worths.of(index) / purse.priceOf(units[index]!)
  for (const index of units.keys()) heap.push(index, gainOf(index))
  const taken: number[] = []
  for (let next = heap.pop(); next !== undefined; next = heap.pop()) {
    const gain = gainOf(next.index)
    if (gain < next.worth && gain <= heap.best) {
      heap.push(next.index, gain)
    } else if (purse.buy(units[next.index]!)) {
      worths.take(next.index)
      taken.push(next.index)
    }
  }
  return taken
}
