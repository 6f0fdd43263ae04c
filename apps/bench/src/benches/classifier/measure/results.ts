import { type Figure, figureOf, type Observation } from './interval.ts'

/** What was measured: by arm, by rate, one observation a case. */
export interface Results {
  add(arm: string, rate: number, observation: Observation): void
  /** Names of the arms in the order of their first result. */
  arms(): readonly string[]
  /** The figure over these groups, each counting alike; undefined where the arm has no result in any of them. */
  figure(arm: string, rate: number, groups: readonly string[]): Figure | undefined
  /** The gain of one arm over another on the cases that both have, in the order added. */
  gain(arm: string, over: string, rate: number, groups: readonly string[]): Figure | undefined
}

/** No results yet. */
export function createResults(): Results {
  const cells = new Map<string, Observation[]>()
  const names = new Set<string>()
  const find = (arm: string, rate: number, groups: readonly string[]) =>
    (cells.get(`${arm}\n${rate}`) ?? []).filter(({ group }) => groups.includes(group))
  return {
    add(arm, rate, observation) {
      names.add(arm)
      const key = `${arm}\n${rate}`
      const cell = cells.get(key)
      if (cell === undefined) cells.set(key, [observation])
      else cell.push(observation)
    },
    arms: () => [...names],
    figure(arm, rate, groups) {
      const found = find(arm, rate, groups)
      return found.length === 0 ? undefined : figureOf(found)
    },
    gain(arm, over, rate, groups) {
      const ours = find(arm, rate, groups)
      const theirs = find(over, rate, groups)
      if (ours.length === 0 || ours.length !== theirs.length) return undefined
      return figureOf(ours.map((one, i) => ({ ...one, value: one.value - theirs[i]!.value })))
    },
  }
}
