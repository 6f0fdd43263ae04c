import {
  coverUnits,
  STOP_WORDS,
  stringsOf,
  takeBest,
  termsOf,
  totalCost,
  type Unit,
  unitsOf,
} from '@x/classifier/training'
import { stemOf } from '../cases/stem.ts'
import type { Draft, Needed } from '../drafts/draft.ts'
import { SCENARIOS } from '../scenarios.ts'
import type { PieceBits } from '../surprisal/n-gram.ts'

/** The rates that each sample is labelled at. */
export const RATES: readonly number[] = [0.2, 0.4, 0.7]

export type Range = readonly [start: number, end: number]

/** What is needed goes before whatever is only surprising. */
const NEEDED = 1000
const NEARBY = 100
const NEAR_BITS = 4
const REPEATED = 0.3
const FEWEST_UNITS = 5
const LARGEST_UNIT = 0.2

/**
 * What to keep of a draft at each rate: what is needed, then what stands around it, then what surprises. Units are fields
 * and lines in structured texts, words in others and where a text is one long line or none of its fields fits. The lower rate is part of the higher.
 */
export function keepAtRates(draft: Draft, bits: readonly PieceBits[]): Record<string, Range[]> {
  const fields = unitsOf(draft.text, 'field')
  const total = totalCost(fields)
  const isCoarse =
    fields.length < FEWEST_UNITS || fields.some((unit) => unit.cost > LARGEST_UNIT * total)
  const byField = SCENARIOS[draft.scenario] === 'structured' && !isCoarse
  if (byField) {
    const found = takeAtRates(draft.text, fields, fieldOrder(fields, draft, bits))
    if (found[String(RATES[0])]!.length > 0) return found
  }
  const words = unitsOf(draft.text, 'word')
  return takeAtRates(draft.text, words, wordOrder(words, draft, bits))
}

/** Takes units in an order at each rate, keeping what the rate before took. */
function takeAtRates(
  text: string,
  units: readonly Unit[],
  order: readonly number[],
): Record<string, Range[]> {
  const scores = new Float64Array(units.length)
  for (const [place, index] of order.entries()) scores[index] = -place
  const total = totalCost(units)
  const found: Record<string, Range[]> = {}
  for (const rate of RATES) {
    const taken = takeBest(units, scores, rate * total)
    for (const index of taken) scores[index] = 1 + scores[index]! / units.length
    found[String(rate)] = rangesOf(
      text,
      taken.map((index) => units[index]!),
    )
  }
  return found
}

/** Places of units in order; words with one blank between them become one range. */
function rangesOf(text: string, units: readonly Unit[]): Range[] {
  const ranges: [number, number][] = []
  for (const { start, end } of units.toSorted((a, b) => a.start - b.start)) {
    const last = ranges.at(-1)
    if (last !== undefined && start === last[1] + 1 && text[last[1]] === ' ') last[1] = end
    else ranges.push([start, end])
  }
  return ranges
}

/** Greedy cover of strings: needed ones first, then those of the rows with needed ones, then by their bits. */
function fieldOrder(units: readonly Unit[], draft: Draft, bits: readonly PieceBits[]): number[] {
  const holds = units.map((unit) => neededIn(draft.needed, unit.start, unit.end))
  const wanted = new Set(
    draft.needed.flatMap(([start, end]) => [...stringsOf(draft.text.slice(start, end)).keys()]),
  )
  const rows = new Set(units.filter((_, i) => holds[i]).map(rowOf))
  const seen = new Set(draft.seen ?? [])
  const bitsOf = bitsByString(units, bits)
  const weigh = (string: string, unit: Unit) => {
    if (holds[unit.index] && wanted.has(string)) return NEEDED
    const surprise = seen.has(string) ? 0.01 : (bitsOf.get(string) ?? 1)
    return rows.has(rowOf(unit)) ? NEARBY + surprise : surprise
  }
  return coverUnits(units, weigh, Number.POSITIVE_INFINITY)
}

function neededIn(needed: readonly Needed[], start: number, end: number): boolean {
  return needed.some(([from, to]) => from < end && to > start)
}

/** The row of an array that a field stands in; lines stand alone. */
function rowOf(unit: Unit): number {
  const row = unit.opens.findLast((container) => container.isElement)
  return row === undefined ? -1 - unit.index : row.id
}

/** Bits of the pieces of each unit, shared out to its strings by their length. */
function bitsByString(units: readonly Unit[], bits: readonly PieceBits[]): Map<string, number> {
  const found = new Map<string, number>()
  let next = 0
  for (const unit of units) {
    let sum = 0
    while (next < bits.length && bits[next]!.end <= unit.valueStart) next += 1
    for (let i = next; i < bits.length && bits[i]!.start < unit.valueEnd; i++) sum += bits[i]!.bits
    const length = [...unit.strings.keys()].reduce((all, string) => all + string.length, 0)
    for (const string of unit.strings.keys()) {
      const share = (sum * string.length) / Math.max(1, length)
      if (!found.has(string)) found.set(string, share)
    }
  }
  return found
}

/** Words: needed ones first, then by bits; more where the sentence has a needed word, less where the word came before. */
function wordOrder(units: readonly Unit[], draft: Draft, bits: readonly PieceBits[]): number[] {
  const sentences = unitsOf(draft.text, 'sentence').map(({ start, end }) => ({
    end,
    near: neededIn(draft.needed, start, end),
  }))
  const met = new Set<string>()
  let sentence = 0
  let next = 0
  const scores = units.map(({ start, end, cost, value }) => {
    while (sentence < sentences.length - 1 && sentences[sentence]!.end <= start) sentence += 1
    while (next < bits.length && bits[next]!.end <= start) next += 1
    let sum = 0
    for (let i = next; i < bits.length && bits[i]!.start < end; i++) sum += bits[i]!.bits
    const isNeeded = neededIn(draft.needed, start, end)
    const nearby = sentences[sentence]?.near ? NEAR_BITS : 0
    return (isNeeded ? NEEDED : 0) + (sum / cost + nearby) * freshness(value, met)
  })
  return Array.from(units.keys()).sort((a, b) => scores[b]! - scores[a]! || a - b)
}

/** 1 for a word that says something new, less for one said before or one that says nothing. */
function freshness(word: string, met: Set<string>): number {
  const stems = termsOf(word)
    .filter((term) => !STOP_WORDS.has(term))
    .map(stemOf)
  const isNew = stems.some((stem) => !met.has(stem))
  for (const stem of stems) met.add(stem)
  return isNew ? 1 : REPEATED
}
