import type { Idf } from '../idf/idf.ts'
import { termsOf } from '../text/strings.ts'
import type { Unit } from '../text/unit.ts'
import { featureRow, levelOf } from './feature-table.ts'
import { type AskedTerms, askedTerms, type Overlap, overlapOf, stemOf } from './query-overlap.ts'
import { stringsIn } from './strings-in.ts'
import { isWanted, type Wanted, wantedBy } from './wanted-answer.ts'
import type { Wordpiece } from './wordpiece.ts'

/** What is known beside a text. */
export interface Surroundings {
  readonly idf: Idf
  readonly query: string
  /** Strings and parts of strings of earlier messages, in lower case; undefined where they are not known. */
  readonly earlier: ReadonlySet<string> | undefined
  readonly rate: number
  readonly wordpiece: Wordpiece
}

/** What a query asks, ready to compare. */
export interface Question {
  readonly asked: AskedTerms
  readonly wanted: Wanted | undefined
}

const SHARES = [0, 0.1, 0.2, 0.3, 0.45, 0.65, 0.9]
const RANKS = [0, 1, 2, 4, 8, 16]
const COUNTS = [0, 1, 2, 4, 8, 16, 32]
const LARGE_COUNTS = [1, 4, 10, 20, 40, 80, 200]
const COSTS = [3, 6, 10, 15, 20, 40, 80]
const SEEN = [0, 1, 2, 4]
const COLUMN_COUNTS = [1, 3, 8]

/** A query's terms with their weights, and the kind of answer that it wants. */
export function readQuestion({ query, idf }: Surroundings): Question {
  return { asked: askedTerms(query, idf), wanted: wantedBy(query) }
}

/** The numbers that all tokens of a unit share, by unit. */
export function describeUnits(
  text: string,
  units: readonly Unit[],
  around: Surroundings,
  question: Question,
): Uint16Array[] {
  const rowOf = groupRows(text, units)
  const terms = units.map((unit) => termsOf(`${unit.key} ${unit.value}`))
  const overlap = overlapOf(terms, question.asked)
  const rows = rowOverlap(terms, rowOf, question.asked)
  const seen = units.map((unit) => countSeen(unit, around.earlier))
  const rowSeen = sumByRow(seen, rowOf)
  const columns = countColumns(units)
  const hasQuery = question.asked.weight > 0
  const share = (found: Overlap, i: number) =>
    hasQuery ? 1 + Math.min(6, levelOf(found.shares[i] ?? 0, SHARES)) : 0
  const rank = (found: Overlap, i: number) => {
    if (!hasQuery) return 0
    return (found.shares[i] ?? 0) === 0 ? 7 : 1 + Math.min(5, levelOf(found.ranks[i]!, RANKS))
  }
  return units.map((unit, i) => {
    const row = rowOf[i]!
    const [key1 = 0, key2 = 0, key3 = 0] = keyPieces(unit.key, around.wordpiece)
    const near = overlap.shares[i - 1]! > (overlap.shares[i + 1] ?? 0) ? i - 1 : i + 1
    return featureRow({
      rate: Math.round(around.rate * 10),
      unitAsked: share(overlap, i),
      unitRank: rank(overlap, i),
      rowAsked: share(rows, row),
      rowRank: rank(rows, row),
      nearAsked: share(overlap, near),
      unitWanted: wantedLevel(unit, question.wanted),
      keyAsked: keyAsked(unit.key, question.asked),
      column: columns.get(unit.path || unit.key) ?? 0,
      row: levelOf(unit.row, [-1, 0, 1, 2, 5, 15]) + 1,
      rows: levelOf(unit.rows, [0, 1, 3, 8, 20, 60]) + 1,
      position: 1 + Math.floor((10 * i) / units.length),
      index: 1 + levelOf(i, [0, 1, 2, 4, 8, 16, 32, 64]),
      units: 1 + levelOf(units.length, LARGE_COUNTS),
      depth: 1 + Math.min(6, unit.opens.length),
      cost: 1 + levelOf(unit.cost, COSTS),
      strings: 1 + Math.min(6, levelOf(unit.strings.size, COUNTS)),
      unitSeen: around.earlier === undefined ? 0 : 1 + levelOf(seen[i]!, SEEN),
      ...{ key1, key2, key3 },
      rowSeen: around.earlier === undefined ? 0 : 1 + levelOf(rowSeen[row]!, SEEN),
    })
  })
}

/** The row of each unit, numbered from 0: the element of an array around it, or its line. */
function groupRows(text: string, units: readonly Unit[]): number[] {
  const numbers = new Map<number, number>()
  let line = 0
  let at = 0
  return units.map((unit) => {
    for (; at < unit.start; at++) if (text.charCodeAt(at) === 0x0a) line++
    const isJson = unit.nodes.length > 0
    const key = isJson ? (unit.opens.findLast((open) => open.isElement)?.id ?? -1) : line
    const known = numbers.get(key)
    if (known !== undefined) return known
    numbers.set(key, numbers.size)
    return numbers.size - 1
  })
}

function rowOverlap(
  terms: readonly (readonly string[])[],
  rowOf: readonly number[],
  asked: AskedTerms,
): Overlap {
  const rows: string[][] = []
  for (const [i, row] of rowOf.entries()) {
    rows[row] ??= []
    for (const term of terms[i]!) rows[row].push(term)
  }
  return overlapOf(rows, asked)
}

function countSeen(unit: Unit, earlier: ReadonlySet<string> | undefined): number {
  if (earlier === undefined) return 0
  let count = 0
  for (const string of unit.strings.keys()) if (earlier.has(string)) count++
  return count
}

function sumByRow(counts: readonly number[], rowOf: readonly number[]): number[] {
  const sums: number[] = []
  for (const [i, row] of rowOf.entries()) sums[row] = (sums[row] ?? 0) + counts[i]!
  return sums
}

/** By path (or shape of a line's start): how often it occurs, times how much its values differ. */
function countColumns(units: readonly Unit[]): Map<string, number> {
  const values = new Map<string, { count: number; readonly distinct: Set<string> }>()
  for (const unit of units) {
    const path = unit.path || unit.key
    const column = values.get(path) ?? { count: 0, distinct: new Set<string>() }
    values.set(path, column)
    column.count++
    column.distinct.add(unit.value)
  }
  return new Map(
    Array.from(values, ([path, { count, distinct }]) => {
      const share = distinct.size === count ? 2 : distinct.size === 1 ? 0 : 1
      return [path, 1 + 3 * levelOf(count, COLUMN_COUNTS) + (count === 1 ? 0 : share)]
    }),
  )
}

function wantedLevel(unit: Unit, wanted: Wanted | undefined): number {
  if (wanted === undefined) return 0
  const found = stringsIn(unit.value, 0, unit.value.length)
  return found.some(({ shown }, i) => isWanted(wanted, shown, i === 0)) ? 2 : 1
}

function keyAsked(key: string, asked: AskedTerms): number {
  if (asked.weight === 0) return 0
  const terms = termsOf(key.replaceAll('_', ' '))
  const exact = terms.filter((term) => asked.terms.has(term)).length
  if (exact > 0) return exact === terms.length ? 4 : 3
  return terms.some((term) => asked.stems.has(stemOf(term))) ? 2 : 1
}

/** The first pieces of a key's words. */
function keyPieces(key: string, wordpiece: Wordpiece): number[] {
  const name = key.replace(/[~_#]/g, ' ')
  return wordpiece.piecesOf(name).map(({ id }) => id)
}
