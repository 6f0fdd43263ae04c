import type { Journal } from './journal.ts'

/** A run of lines under a short name. */
export interface NamedRun {
  readonly name: string
  readonly lines: readonly string[]
}

/** Names of line runs: `[a=open#2 lines 3-9]` gives the name, a line `[a]` from the next part on stands for the run. */
export interface NamedRuns {
  /** The name for the next new run; `undefined` when all are given out. Names that texts spell are left out. */
  next(given: number): string | undefined
  define(run: NamedRun): void
  linesOf(name: string): readonly string[] | undefined
  /** The longest named run that stands at `at`. */
  find(lines: readonly string[], at: number): NamedRun | undefined
  /** A text spells `[a]` on a line of its own: the name is given up, a reader could no longer tell. */
  spell(name: string): void
}

const LETTERS = [...'abcdefghijklmnopqrstuvwxyz']
const NAMES = [...LETTERS, ...LETTERS.flatMap((first) => LETTERS.map((second) => first + second))]

/** No names yet. */
export function createNamedRuns(journal: Journal): NamedRuns {
  const byName = journal.map<string, readonly string[]>()
  const byFirstLine = journal.map<string, readonly NamedRun[]>()
  const gone = journal.map<string, true>()
  return {
    next(given) {
      let left = given
      for (const name of NAMES) {
        if (byName.has(name) || gone.has(name)) continue
        if (left === 0) return name
        left -= 1
      }
      return undefined
    },
    define(run) {
      if (byName.has(run.name) || gone.has(run.name)) return
      byName.set(run.name, run.lines)
      const first = run.lines[0]!
      byFirstLine.set(first, [...(byFirstLine.get(first) ?? []), run])
    },
    linesOf: (name) => (gone.has(name) ? undefined : byName.get(name)),
    find(lines, at) {
      let best: NamedRun | undefined
      for (const run of byFirstLine.get(lines[at]!) ?? []) {
        const isLonger = run.lines.length > (best?.lines.length ?? 0)
        if (isLonger && !gone.has(run.name) && standsAt(run.lines, lines, at)) best = run
      }
      return best
    },
    spell: (name) => gone.set(name, true),
  }
}

function standsAt(run: readonly string[], lines: readonly string[], at: number): boolean {
  return run.every((line, index) => line === lines[at + index])
}
