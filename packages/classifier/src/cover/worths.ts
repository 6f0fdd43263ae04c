/** Weights are rounded to this step, so that sums are exact and every engine picks alike. */
const STEPS = 1024

/** What has strings to cover. Its index is its place in the list. */
export interface Covering {
  readonly index: number
  readonly strings: ReadonlyMap<string, unknown>
}

/** What a string adds to the worth of a unit; 0 or less for one that needs no keeping. */
export type Weigh<T extends Covering> = (string: string, unit: T) => number

/** What units are worth as others are taken. */
export interface Worths {
  /** The weight of the strings of a unit that no taken unit has. */
  of(index: number): number
  take(index: number): void
}

/** The worths of units of which none is taken yet. */
export function createWorths<T extends Covering>(units: readonly T[], weigh: Weigh<T>): Worths {
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
