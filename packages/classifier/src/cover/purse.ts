import type { Container } from '../text/unit.ts'

/** What has a price. */
export interface Priced {
  /** In pieces. */
  readonly cost: number
  readonly opens: readonly Pick<Container, 'id' | 'cost'>[]
}

/** A budget of pieces; containers are paid with the first unit that is bought inside. */
export interface Purse {
  /** What a unit costs now, with the containers around it that are not open yet. */
  priceOf(unit: Priced): number
  /** Pays for a unit; false where what is left is not enough. */
  buy(unit: Priced): boolean
}

/** A purse with a budget of pieces. */
export function createPurse(budget: number): Purse {
  const opened = new Set<number>()
  let left = budget
  const priceOf = (unit: Priced) =>
    unit.opens.reduce((sum, { id, cost }) => (opened.has(id) ? sum : sum + cost), unit.cost)
  return {
    priceOf,
    buy(unit) {
      const price = priceOf(unit)
      if (price > left) return false
      left -= price
      for (const { id } of unit.opens) opened.add(id)
      return true
    },
  }
}
