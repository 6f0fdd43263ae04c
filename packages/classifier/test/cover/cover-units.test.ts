import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Coverable, coverUnits, takeBest, takeInOrder, unitsOf } from '../../src/training.ts'

const weights = new Map([...'abcdefgh'].map((string, i) => [string, 1 + i / 2]))
const weigh = (string: string) => weights.get(string)!
const units = fc
  .array(
    fc.record({
      cost: fc.integer({ min: 1, max: 9 }),
      strings: fc.uniqueArray(fc.constantFrom(...weights.keys()), { maxLength: 4 }),
    }),
    { maxLength: 12 },
  )
  .map((all): Coverable[] =>
    all.map(({ cost, strings }, index) => ({
      index,
      cost,
      opens: [],
      strings: new Map(strings.map((string) => [string, string])),
    })),
  )

/** The same, looking at every unit again after every choice. */
function coverPlainly(all: readonly Coverable[], budget: number): number[] {
  const taken: number[] = []
  const have = new Set<string>()
  const left = new Set(all)
  let rest = budget
  while (left.size > 0) {
    const gainOf = (unit: Coverable) =>
      [...unit.strings.keys()].reduce((sum, s) => sum + (have.has(s) ? 0 : weigh(s)), 0) / unit.cost
    const best = [...left].reduce((a, b) => (gainOf(b) > gainOf(a) ? b : a))
    left.delete(best)
    if (best.cost > rest) continue
    rest -= best.cost
    taken.push(best.index)
    for (const string of best.strings.keys()) have.add(string)
  }
  return taken
}

describe('coverUnits', () => {
  it('takes what a plain search takes', () => {
    fc.assert(
      fc.property(units, fc.integer({ min: 0, max: 60 }), (all, budget) => {
        expect(coverUnits(all, weigh, budget)).toEqual(coverPlainly(all, budget))
      }),
    )
  })

  it('counts a string once, and pays a container once', () => {
    const text = '{"a":{"x":"Lyon","y":"Lyon"},"b":{"z":"Oslo"}}'
    const all = unitsOf(text, 'field')
    const order = coverUnits(all, () => 1, Number.POSITIVE_INFINITY)
    expect(order).toEqual([0, 2, 1])
    const container = all[0]!.opens[0]!.cost
    const budget = all[0]!.cost + all[1]!.cost + container
    expect(takeInOrder(all, [0, 1, 2], budget)).toEqual([0, 1])
  })
})

describe('takeBest', () => {
  it('takes the best that fit, of equal ones the earlier', () => {
    const all = [4, 2, 3, 2].map((cost) => ({ cost, opens: [] }))
    expect(takeBest(all, [5, 1, 9, 1], 8)).toEqual([2, 0])
    expect(takeBest(all, [0, 1, 0, 1], 5)).toEqual([1, 3])
  })
})
