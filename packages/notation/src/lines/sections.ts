import { commonPrefixLength } from '../common-length.ts'
import type { Estimator } from './estimate.ts'

/** Lines `from` to `to` (exclusive); those that are not `apart` begin with `prefix`. */
export interface Section {
  readonly from: number
  readonly to: number
  readonly prefix: string
  /** Sections inside, whose longer prefixes begin with this one. They hold none themselves. */
  readonly inner: readonly Section[]
  /** Lines that begin with the prefix. */
  readonly count: number
}

/** What the mark before a section costs beside its prefix. */
const MARK_TOKENS = 4
/** More for an inner one, which parts rows that could stand in one table or block. */
const INNER_MARK_TOKENS = 10
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
  const members = membersOf(lines, apart)
  const open: Interval[] = [{ length: 0, from: 0, gain: 0, kept: [] }]
  for (let m = 1; m <= members.length; m += 1) {
    const here = members[m]
    const shared = here === undefined ? 0 : commonBeginning(members[m - 1]!.line, here.line)
    let from = m - 1
    let inner: Interval | undefined
    while (shared < open.at(-1)!.length) {
      const top = open.pop()!
      from = top.from
      inner = close(top, members, m, estimate)
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
  for (const section of sections) {
    if (uses.get(section.prefix) !== 1) continue
    gain += (section.count - 1) * estimate(section.prefix) - MARK_TOKENS
    for (const inner of section.inner) gain += innerGain(inner, section.prefix, estimate)
  }
  return gain
}

/** A line that can begin with a prefix, and where the last of its repeats stands. */
interface Member {
  readonly line: string
  readonly first: number
  last: number
}

function membersOf(lines: readonly string[], apart: (line: string) => boolean): Member[] {
  const members: Member[] = []
  for (const [i, line] of lines.entries()) {
    const previous = members.at(-1)
    if (previous?.line === line) previous.last = i
    else if (!apart(line)) members.push({ line, first: i, last: i })
  }
  return members
}

function close(
  interval: Interval,
  members: readonly Member[],
  to: number,
  estimate: Estimator,
): Interval {
  const { line, first } = members[interval.from]!
  const prefix = line.slice(0, interval.length)
  const count = to - interval.from
  const inner = interval.kept.filter((section) => innerGain(section, prefix, estimate) > 0)
  let gain = (count - 1) * estimate(prefix) - MARK_TOKENS
  for (const section of inner) gain += innerGain(section, prefix, estimate)
  if (gain <= interval.gain || prefix.startsWith('>')) return interval
  const flat = inner.map((section) => ({ ...section, inner: [] }))
  const section = { from: first, to: members[to - 1]!.last + 1, prefix, inner: flat, count }
  return { ...interval, gain, kept: [section] }
}

/** What a section saves inside one that has written the beginning of its prefix already. */
function innerGain(section: Section, outer: string, estimate: Estimator): number {
  const rest = section.prefix.slice(outer.length)
  return rest === '' ? 0 : (section.count - 1) * estimate(rest) - INNER_MARK_TOKENS
}

/** Length of the common beginning, cut back to the last sign: a prefix never ends in a word or number. */
function commonBeginning(a: string, b: string): number {
  let length = commonPrefixLength(a, b, LONGEST_PREFIX)
  while (length > 0 && !SIGN.test(a[length - 1]!)) length -= 1
  return length
}

const SIGN = /[^\p{L}\p{N}\uD800-\uDFFF]/u
