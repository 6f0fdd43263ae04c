import { createPurse } from '../cover/purse.ts'
import type { KeepScores } from '../scores/keep-scores.ts'
import { stringsOf } from '../text/strings.ts'
import type { Unit } from '../text/unit.ts'
import type { Choice } from './layout.ts'
import { orderChoices } from './order-choices.ts'

/** A unit as a choice: a row is the values that it has, whatever else its own value. */
export function choiceOf(unit: Unit): Choice {
  const isRow = unit.nodes.length > 1
  const ranges = isRow ? unit.nodes : [{ start: unit.valueStart, end: unit.valueEnd }]
  return {
    index: unit.index,
    cost: unit.cost,
    opens: unit.opens,
    ranges: ranges.map(({ start, end }) => ({ start, end })),
    outerStrings: unit.ids.length === 0 ? [] : [...stringsOf(unit.ids.join(' ')).keys()],
  }
}

/** Units in the order in which scores want them, whatever the rate, without flags, marks or a floor. */
export function orderUnits(text: string, units: readonly Unit[], scores: KeepScores): number[] {
  return orderChoices(text, units.map(choiceOf), scores)
}

/** Takes units in an order, skipping what no longer fits the budget (in pieces). */
export function takeInOrder(
  units: readonly Unit[],
  order: readonly number[],
  budget: number,
): number[] {
  const purse = createPurse(budget)
  return order.filter((index) => purse.buy(units[index]!))
}
