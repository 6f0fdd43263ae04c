import type { Journal, JournaledMap } from './journal.ts'
import { bodyOf, type LineTransform, SAME, splitNumber, transformLine } from './line-transform.ts'
import { createNamedRuns, type NamedRuns } from './named-runs.ts'

/** A line of a part as the reader sees it; `undefined` where a mark stands in its place. */
export type VisibleLine = string | undefined

/** Lines of an earlier part that give lines of a text. */
export interface LineMatch {
  readonly label: string
  /** Index of the first line in the earlier part, from 0. */
  readonly from: number
  readonly count: number
  readonly transform: LineTransform
}

/** The lines that a reader of the transcript has seen, part by part. */
export interface TextIndex {
  /** Runs of lines that were given a name. */
  readonly named: NamedRuns
  /** Adds the lines of a part as they stand in what was sent. */
  add(label: string, lines: readonly VisibleLine[]): void
  /** Adds a part by its whole text, whatever form it was sent in. */
  addWhole(label: string, text: string): void
  /** The first part with exactly this text. */
  findWhole(text: string): string | undefined
  /** The text behind `findWhole`. */
  wholeOf(label: string): string | undefined
  linesOf(label: string): readonly VisibleLine[] | undefined
  /** The longest run of lines that begins at `at`; `undefined` without one. */
  longestRun(lines: readonly string[], at: number): LineMatch | undefined
}

interface Place {
  readonly label: string
  readonly lines: readonly VisibleLine[]
  readonly at: number
}

/** Places of one line that are kept: the first and the latest ones, this many of each. */
const MAX_PLACES = 12

/** An index of nothing. */
export function createTextIndex(journal: Journal): TextIndex {
  const whole = journal.map<string, string>()
  const wholeByLabel = journal.map<string, string>()
  const byLabel = journal.map<string, readonly VisibleLine[]>()
  const places = journal.map<string, readonly Place[]>()
  const byRest = journal.map<string, Place>()
  const byBody = journal.map<string, Place>()
  return {
    named: createNamedRuns(journal),
    add(label, lines) {
      byLabel.set(label, lines)
      lines.forEach((line, at) => {
        if (!line) return
        const place = { label, lines, at }
        pushPlace(places, line, place)
        const split = splitNumber(line)
        if (split === undefined) return
        byRest.set(split.rest, place)
        const numbered = bodyOf(line)
        if (numbered !== undefined) byBody.set(numbered.body, place)
      })
    },
    addWhole(label, text) {
      wholeByLabel.set(label, text)
      if (!whole.has(text)) whole.set(text, label)
    },
    findWhole: (text) => whole.get(text),
    wholeOf: (label) => wholeByLabel.get(label),
    linesOf: (label) => byLabel.get(label),
    longestRun(lines, at) {
      const line = lines[at]!
      const runs = (places.get(line) ?? []).map((place) => runFrom(place, SAME, lines, at))
      for (const [place, transform] of renumbered(line, places, byRest, byBody)) {
        runs.push(runFrom(place, transform, lines, at))
      }
      return longest(runs)
    },
  }
}

function pushPlace(
  places: JournaledMap<string, readonly Place[]>,
  line: string,
  place: Place,
): void {
  const list = [...(places.get(line) ?? []), place]
  if (list.length > 2 * MAX_PLACES) list.splice(MAX_PLACES, 1)
  places.set(line, list)
}

/** Places that give this line once numbers are moved, put before or taken off. */
function renumbered(
  line: string,
  places: JournaledMap<string, readonly Place[]>,
  byRest: JournaledMap<string, Place>,
  byBody: JournaledMap<string, Place>,
): Array<readonly [Place, LineTransform]> {
  const found: Array<readonly [Place, LineTransform]> = []
  const split = splitNumber(line)
  const moved = split && byRest.get(split.rest)
  if (moved !== undefined) {
    const by = split!.number - splitNumber(moved.lines[moved.at]!)!.number
    if (by !== 0) found.push([moved, { kind: 'shift', by }])
  }
  const numbered = split && bodyOf(line)
  const plain = numbered && places.get(numbered.body)?.at(-1)
  if (plain !== undefined) found.push([plain, { kind: 'number', from: numbered!.number }])
  const stripped = byBody.get(line)
  if (stripped !== undefined) found.push([stripped, { kind: 'strip' }])
  return found
}

function runFrom(
  place: Place,
  transform: LineTransform,
  lines: readonly string[],
  at: number,
): LineMatch {
  let count = 0
  while (at + count < lines.length) {
    const seen = place.lines[place.at + count]
    if (seen === undefined || transformLine(seen, transform, count) !== lines[at + count]) break
    count += 1
  }
  return { label: place.label, from: place.at, count, transform }
}

/** Of equal runs the latest, and one without a transform: what is nearest and plainest is found most easily. */
function longest(runs: readonly LineMatch[]): LineMatch | undefined {
  let best: LineMatch | undefined
  for (const run of runs) {
    const isBetter =
      best === undefined ||
      run.count > best.count ||
      (run.count === best.count && run.transform.kind === 'same')
    if (run.count > 0 && isBetter) best = run
  }
  return best
}
