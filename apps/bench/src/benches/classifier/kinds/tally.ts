import { detect, type Kind } from '@x/classifier'

/** What was said of the windows of one kind or source. */
export interface Tally {
  readonly name: string
  readonly windows: number
  readonly right: number
  /** What the others were taken for, with counts, the most frequent first. */
  readonly takenFor: ReadonlyArray<readonly [kind: Kind, count: number]>
}

interface Labelled {
  readonly kind: Kind
  readonly text: string
}

/** Asks `detect` about windows and counts by whatever `nameOf` puts together. */
export function tallyBy<T extends Labelled>(
  windows: Iterable<T>,
  nameOf: (window: T) => string,
): readonly Tally[] {
  const groups = new Map<string, { windows: number; right: number; wrong: Map<Kind, number> }>()
  for (const window of windows) {
    const name = nameOf(window)
    const group = groups.get(name) ?? { windows: 0, right: 0, wrong: new Map() }
    const { kind } = detect(window.text)
    group.windows += 1
    if (kind === window.kind) group.right += 1
    else group.wrong.set(kind, (group.wrong.get(kind) ?? 0) + 1)
    groups.set(name, group)
  }
  return [...groups].map(([name, { windows, right, wrong }]) => ({
    name,
    windows,
    right,
    takenFor: [...wrong].sort((left, other) => other[1] - left[1]),
  }))
}

/** All tallies as one. */
export function sumOf(tallies: readonly Tally[]): {
  readonly windows: number
  readonly right: number
} {
  return tallies.reduce(
    (sum, { windows, right }) => ({ windows: sum.windows + windows, right: sum.right + right }),
    { windows: 0, right: 0 },
  )
}
