/** A line of a part as the reader sees it; `undefined` where a mark stands in its place. */
type VisibleLine = string | undefined

/** Lines of an earlier part that are equal to lines of a text. */
export interface LineMatch {
  readonly label: string
  /** Index of the first line in the earlier part, from 0. */
  readonly from: number
  readonly count: number
  /** What is added to the leading number of each line (`12:code` is `14:code` two lines further down). */
  readonly shift: number
}

/** The lines that a reader of the transcript has seen, part by part. */
export interface TextIndex {
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

export function createTextIndex(): TextIndex {
  const whole = new Map<string, string>()
  const wholeByLabel = new Map<string, string>()
  const byLabel = new Map<string, readonly VisibleLine[]>()
  const places = new Map<string, Place[]>()
  const numbered = new Map<string, Place>()
  return {
    add(label, lines) {
      byLabel.set(label, lines)
      lines.forEach((line, at) => {
        if (!line) return
        const place = { label, lines, at }
        pushPlace(places, line, place)
        const rest = numberedRest(line)
        if (rest !== undefined) numbered.set(rest, place)
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
      const plain = longest(places.get(lines[at]!) ?? [], lines, at)
      const rest = numberedRest(lines[at]!)
      const place = rest === undefined ? undefined : numbered.get(rest)
      const shifted = place && shiftedRun(place, lines, at)
      if (shifted !== undefined && shifted.count > (plain?.count ?? 0)) return shifted
      return plain
    },
  }
}

function pushPlace(places: Map<string, Place[]>, line: string, place: Place): void {
  const list = places.get(line)
  if (list === undefined) places.set(line, [place])
  else {
    list.push(place)
    if (list.length > 2 * MAX_PLACES) list.splice(MAX_PLACES, 1)
  }
}

/** Of equal runs the latest: what stands nearest is found most easily. */
function longest(
  candidates: readonly Place[],
  lines: readonly string[],
  at: number,
): LineMatch | undefined {
  let best: LineMatch | undefined
  for (let index = candidates.length - 1; index >= 0; index -= 1) {
    const place = candidates[index]!
    let count = 1
    while (at + count < lines.length && place.lines[place.at + count] === lines[at + count]) {
      count += 1
    }
    if (count > (best?.count ?? 0)) best = { label: place.label, from: place.at, count, shift: 0 }
  }
  return best
}

const NUMBERED = /^(\s*)(\d{1,7})([:|\t].*)$/s
/** Shorter rests (`}` for example) say nothing about where a window was moved. */
const MIN_REST = 8

function numberedRest(line: string): string | undefined {
  const match = NUMBERED.exec(line)
  return match !== null && match[3]!.length >= MIN_REST ? match[1]! + match[3]! : undefined
}

function shiftedRun(place: Place, lines: readonly string[], at: number): LineMatch | undefined {
  const shift =
    Number(NUMBERED.exec(lines[at]!)?.[2]) - Number(NUMBERED.exec(place.lines[place.at]!)?.[2])
  if (shift === 0) return undefined
  let count = 0
  while (at + count < lines.length) {
    const seen = place.lines[place.at + count]
    if (seen === undefined || shiftLine(seen, shift) !== lines[at + count]) break
    count += 1
  }
  return { label: place.label, from: place.at, count, shift }
}

/** The line with its leading number moved; `undefined` for a line without one, or where the number would be negative. */
export function shiftLine(line: string, shift: number): string | undefined {
  const match = NUMBERED.exec(line)
  if (match === null) return undefined
  const moved = Number(match[2]) + shift
  return moved < 0 ? undefined : `${match[1]}${moved}${match[3]}`
}
