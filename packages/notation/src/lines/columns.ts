import { commonPrefixLength, commonSuffixLength } from '../common-length.ts'
import type { Estimator } from './estimate.ts'

/** The values that one place of a template takes, one per row. */
export interface Column {
  readonly values: readonly string[]
}

/** What stands in one place: the same text in every row, or a column. */
export type Part = string | Column

const PIECES = /[A-Za-z]+|\d+|([^A-Za-z\d])\1*/g
const MOST_PIECES = 48
/** A text between two columns parts them only where it is worth a separator. */
const LEAST_TOKENS_BETWEEN = 2

/** The value that every row has, if all have the same. */
export function constantOf(values: readonly string[]): string | undefined {
  const first = values[0]
  return values.every((value) => value === first) ? first : undefined
}

/**
 * Parts a column into what its values share and what differs: common beginning and end, and what they share in the
 * middle where all are built alike. `seen` are columns to the left; a piece equal to one of them counts as shared.
 */
export function splitColumn(
  values: readonly string[],
  seen: readonly Column[],
  estimate: Estimator,
): Part[] {
  const constant = constantOf(values)
  if (constant !== undefined) return [constant]
  const pieces = alikePieces(values)
  return pieces === undefined ? splitAffixes(values) : mergePieces(pieces, seen, estimate)
}

/** Whether two columns hold the same values. */
export function sameColumn(a: Column, b: Column): boolean {
  return a.values.every((value, row) => value === b.values[row])
}

/** Per piece its values over the rows, where all rows have pieces of the same kinds in the same order. */
function alikePieces(values: readonly string[]): string[][] | undefined {
  const rows: RegExpMatchArray[] = []
  const kinds = values[0]!.match(PIECES)?.map(kindOf) ?? []
  if (kinds.length > MOST_PIECES) return undefined
  for (const value of values) {
    const pieces = value.match(PIECES)
    if (pieces === null || pieces.length !== kinds.length) return undefined
    if (pieces.some((piece, i) => kindOf(piece) !== kinds[i])) return undefined
    rows.push(pieces)
  }
  return kinds.map((_, i) => rows.map((pieces) => pieces[i]!))
}

function kindOf(piece: string): string {
  const code = piece.charCodeAt(0)
  if (code >= 48 && code <= 57) return '0'
  return isLetter(code) ? 'a' : piece[0]!
}

function isLetter(code: number): boolean {
  return (code >= 65 && code <= 90) || (code >= 97 && code <= 122)
}

/** Joins neighbouring pieces into texts and columns. */
function mergePieces(
  pieces: readonly string[][],
  seen: readonly Column[],
  estimate: Estimator,
): Part[] {
  const parts: Part[] = []
  let from = 0
  while (from < pieces.length) {
    const constant = constantOf(pieces[from]!)
    if (constant !== undefined) {
      parts.push(constant)
      from += 1
      continue
    }
    const to = endOfColumn(pieces, from, seen, estimate)
    parts.push({ values: joinPieces(pieces, from, to) })
    from = to
  }
  return parts
}

/** Where the column that begins at `from` ends: before shared pieces that are worth parting it for. */
function endOfColumn(
  pieces: readonly string[][],
  from: number,
  seen: readonly Column[],
  estimate: Estimator,
): number {
  const isSeen = (i: number) => seen.some((column) => sameColumn(column, { values: pieces[i]! }))
  if (isSeen(from)) return from + 1
  let end = from + 1
  let shared = 0
  for (let i = end; i < pieces.length; i += 1) {
    const constant = constantOf(pieces[i]!)
    if (constant === undefined && !isSeen(i)) {
      if (shared >= LEAST_TOKENS_BETWEEN) return end
      end = i + 1
      shared = 0
    } else shared += estimate(constant ?? pieces[i]![0]!)
  }
  return end
}

function joinPieces(pieces: readonly string[][], from: number, to: number): string[] {
  return pieces[0]!.map((_, row) => {
    let value = ''
    for (let i = from; i < to; i += 1) value += pieces[i]![row]!
    return value
  })
}

function splitAffixes(values: readonly string[]): Part[] {
  const { before, after } = affixLengths(values)
  const first = values[0]!
  return [
    first.slice(0, before),
    { values: values.map((value) => value.slice(before, value.length - after)) },
    first.slice(first.length - after),
  ]
}

/** Lengths of the common beginning and end of the values, both cut back to the border of a word or number. */
export function affixLengths(values: readonly string[]): { before: number; after: number } {
  const first = values[0]!
  let before = first.length
  let after = first.length
  let shortest = first.length
  for (const value of values) {
    before = commonPrefixLength(value, first, before)
    after = commonSuffixLength(value, first, after)
    shortest = Math.min(shortest, value.length)
  }
  while (before > 0 && values.some((value) => insideWord(value, before))) before -= 1
  after = Math.min(after, shortest - before)
  while (after > 0 && values.some((value) => insideWord(value, value.length - after))) after -= 1
  return { before, after }
}

function insideWord(value: string, at: number): boolean {
  if (at <= 0 || at >= value.length) return false
  const left = kindOf(value[at - 1]!)
  return left === kindOf(value[at]!)
}
