import type { Arm } from './arm.ts'

/** Runs each arm on each case at each rate, cases outermost so that an arm may drop what it knew of one before the next. */
export async function runArms<Case>(
  cases: readonly Case[],
  arms: readonly Arm<Case>[],
  rates: readonly number[],
  observe: (arm: string, rate: number, item: Case, kept: ReadonlySet<number>) => void,
): Promise<void> {
  for (const item of cases) {
    for (const arm of arms) {
      const choose = await arm.prepare(item)
      for (const rate of rates) observe(arm.name, rate, item, await choose(rate))
    }
  }
}
