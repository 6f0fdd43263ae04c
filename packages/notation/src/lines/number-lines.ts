import type { Units } from './long-lines.ts'

/** A line number as editors and `cat -n` write it, with what parts it from the line. */
const NUMBERED = /^( *)(\d{1,7})( ?[:|│→]|\t)/

/** A shorter run is not worth its marks. */
const LEAST_RUN = 5

/** Numbers that are written again, so that nobody has to count far. */
const ANCHOR_EVERY = 10

/** Where numbering begins (before which unit, with what) and ends (with an empty text). */
export interface NumberedUnits extends Units {
  readonly counters: ReadonlyMap<number, string>
}

/** Takes the numbers off runs of lines that are numbered one by one. */
export function takeNumbers({ units, joiners }: Units): NumberedUnits {
  const counters = new Map<number, string>()
  if (joiners.size > 0) return { units, joiners, counters }
  const bare = [...units]
  let from = 0
  while (from < units.length) {
    const first = NUMBERED.exec(units[from]!)?.[0]
    const to = first === undefined ? from + 1 : endOfRun(units, from, first)
    if (first !== undefined && to - from >= LEAST_RUN) {
      takeRun(bare, from, to, numbering(first), counters)
    }
    from = to
  }
  return { units: bare, joiners, counters }
}

function takeRun(
  bare: string[],
  from: number,
  to: number,
  prefixAt: (line: number) => string,
  counters: Map<number, string>,
): void {
  for (let i = from; i < to; i += 1) {
    const prefix = prefixAt(i - from)
    bare[i] = bare[i]!.slice(prefix.length)
    if (i === from || Number.parseInt(prefix, 10) % ANCHOR_EVERY === 0) counters.set(i, prefix)
  }
  counters.set(to, '')
}

function endOfRun(units: readonly string[], from: number, first: string): number {
  const prefixAt = numbering(first)
  let to = from + 1
  while (to < units.length && units[to]!.startsWith(prefixAt(to - from))) to += 1
  return to
}

/**
 * What stands before the line so many lines after the first: its number, as wide as the first where that is filled up
 * with blanks. Nothing where `first` holds no number.
 */
export function numbering(first: string): (line: number) => string {
  const match = /^( *)(\d{1,7})(.*)$/s.exec(first)
  if (match === null) return () => ''
  const [, blanks, digits, rest] = match as unknown as [string, string, string, string]
  const width = blanks === '' ? 0 : blanks.length + digits.length
  return (line) => String(Number(digits) + line).padStart(width) + rest
}
