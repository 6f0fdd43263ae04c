import { createHeap } from './heap.ts'
import { createPurse, type Priced } from './purse.ts'

/** Weights are rounded to this step, so that sums are exact and every engine picks alike. */
const STEPS = 1024

/** What can be covered: a `Unit`, or whatever else has a price and strings. Its index is its place in the list. */
export interface Coverable extends Priced {
  readonly index: number
  readonly strings: ReadonlyMap<string, unknown>
}

/** What a string adds to the worth of a unit; 0 or less for one that needs no keeping. */
export type Weigh<T extends Coverable> = (string: string, unit: T) => number

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

interface Worths {
  /** The weight of the strings of a unit that no taken unit has. */
  of(index: number): number
  take(index: number): void
}

function createWorths<T extends Coverable>(units: readonly T[], weigh: Weigh<T>): Worths {
  const holders = new Map<string, { readonly unit: number; readonly weight: number }[]>()
  const worths = new Float64Array(units.length)
  for (const unit of units) {
    for (const string of unit.strings.keys()) {
      const weight = Math.round(Math.max(0, weigh(string, unit)) * STEPS)
      if (weight === 0) continue
      worths[unit.index]! += weight
      const held = holders.get(string)
      if (held === undefined) holders.set(string, [{ unit: unit.index, weight }])
      else held.push({ unit: unit.index, weight })
    }
  }
  return {
    of: (index) => worths[index]!,
    take(index) {
      for (const string of units[index]!.strings.keys()) {
        for (const { unit, weight } of holders.get(string) ?? []) worths[unit]! -= weight
        holders.delete(string)
      }
    },
  }
}
