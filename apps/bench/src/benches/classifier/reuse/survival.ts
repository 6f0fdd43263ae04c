import { LARGE_FAMILIES, type ReuseSample } from '@x/agentcompbench'
import type { Results } from '../measure/results.ts'

/** Share of the later-reused strings that stand in the kept units. */
export function survivedStrings(
  sample: Pick<ReuseSample, 'units'>,
  kept: ReadonlySet<number>,
  wanted: ReadonlySet<string>,
): number {
  const held = new Set<string>()
  for (const index of kept) {
    for (const string of sample.units[index]!.strings.keys()) {
      if (wanted.has(string)) held.add(string)
    }
  }
  return held.size / wanted.size
}

/** What a model cannot say without having seen it: whatever has a digit or a joint of ids. */
export function isHard(string: string): boolean {
  return /[\p{N}_/@#]/u.test(string)
}

/** Adds the survival of all reused strings, and of the hard ones as an arm's `ids` group. */
export function addSurvival(
  results: Results,
  arm: string,
  rate: number,
  sample: ReuseSample,
  kept: ReadonlySet<number>,
): void {
  const { family: group, docId } = sample
  results.add(arm, rate, { group, docId, value: survivedStrings(sample, kept, sample.reused) })
  const hard = new Set([...sample.reused].filter(isHard))
  if (hard.size === 0) return
  const value = survivedStrings(sample, kept, hard)
  results.add(arm, rate, { group: idsOf(group), docId, value })
}

/** The group of a family in which only ids and numbers count. */
export function idsOf(family: string): string {
  return `${family} ids`
}

export const ALL: readonly string[] = LARGE_FAMILIES
export const ALL_IDS: readonly string[] = LARGE_FAMILIES.map(idsOf)
