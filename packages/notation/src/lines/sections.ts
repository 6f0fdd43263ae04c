import type { Estimator } from './estimate.ts'

/** Lines `from` to `to` (exclusive); those that are not `apart` begin with `prefix`. */
export interface Section {
  readonly from: number
  readonly to: number
  readonly prefix: string
}

/** What the mark before a section costs beside its prefix. */
const MARK_TOKENS = 4
const LONGEST_PREFIX = 240

/** Lines that share a beginning of `length`, and what is gained by the best sections inside. */
interface Interval {
  readonly length: number
  readonly from: number
  gain: number
  kept: Section[]
}

/**
 * Finds runs of lines with a common beginning that is worth writing once. The intervals of the LCP tree over
 * neighbouring lines (Kasai et al. 2001) are closed from the longest beginnings to the shortest; one is taken when it
 * saves more than those inside it. Lines that are `apart` are skipped over. Linear in the text.
 */
export function findSections(
  lines: readonly string[],
  apart: (line: string) => boolean,
  estimate: Estimator,
): readonly Section[] {
  const members = lines.map((_, i) => i).filter((i) => !apart(lines[i]!))
  const open: Interval[] = [{ length: 0, from: 0, gain: 0, kept: [] }]
  for (let m = 1; m <= members.length; m += 1) {
    const here = lines[members[m] ?? -1]
    const shared = here === undefined ? 0 : commonBeginning(lines[members[m - 1]!]!, here)
    let from = m - 1
    let inner: Interval | undefined
    while (shared < open.at(-1)!.length) {
      const top = open.pop()!
      from = top.from
      inner = close(top, m, members, lines, estimate)
      const outer = open.at(-1)!
      if (shared > outer.length) continue
      outer.gain += inner.gain
      outer.kept.push(...inner.kept)
      inner = undefined
    }
    if (shared > open.at(-1)!.length) {
      open.push({ length: shared, from, gain: inner?.gain ?? 0, kept: inner?.kept ?? [] })
    }
  }
  return open[0]!.kept
}

/** Tokens saved by sections that no template could save: their beginnings stand in one section only. */
export function gainOfSections(sections: readonly Section[], estimate: Estimator): number {
  const uses = new Map<string, number>()
  for (const { prefix } of sections) uses.set(prefix, (uses.get(prefix) ?? 0) + 1)
  let gain = 0
  for (const { from, to, prefix } of sections) {
    if (uses.get(prefix) === 1) gain += (to - from - 1) * estimate(prefix) - MARK_TOKENS
  }
  return gain
}

function close(
  interval: Interval,
  to: number,
  members: readonly number[],
  lines: readonly string[],
  estimate: Estimator,
): Interval {
  const first = members[interval.from]!
  const prefix = lines[first]!.slice(0, interval.length)
  const gain = (to - interval.from - 1) * estimate(prefix) - MARK_TOKENS
  if (gain <= interval.gain) return interval
  return { ...interval, gain, kept: [{ from: first, to: members[to - 1]! + 1, prefix }] }
}

/** Length of the common beginning, cut back to the border of a word or number. */
function commonBeginning(a: string, b: string): number {
  const most = Math.min(a.length, b.length, LONGEST_PREFIX)
  let length = 0
  while (length < most && a[length] === b[length]) length += 1
  while (length > 0 && (insideWord(a, length) || insideWord(b, length))) length -= 1
  return length
}

function insideWord(text: string, at: number): boolean {
  if (at >= text.length) return false
  return classOf(text, at - 1) === classOf(text, at) && classOf(text, at) > 0
}

/** 1 digit, 2 letter, 3 half of a surrogate pair, 0 other. */
function classOf(text: string, at: number): number {
  const code = text.charCodeAt(at)
  if (code >= 48 && code <= 57) return 1
  if ((code >= 65 && code <= 90) || (code >= 97 && code <= 122)) return 2
  return code >= 0xd800 && code <= 0xdfff ? 3 : 0
}
