import { createPurse, type Priced } from './purse.ts'

/**
 * Takes the units with the greatest scores first (of equal ones the earlier), skipping what no longer fits the budget
 * (in pieces). Returns the indexes in the order of taking.
 */
export function takeBest(
  units: readonly Priced[],
  scores: ArrayLike<number>,
  budget: number,
): number[] {
  const purse = createPurse(budget)
  return Array.from(units.keys())
    .sort((a, b) => scores[b]! - scores[a]! || a - b)
    .filter((index) => purse.buy(units[index]!))
}
