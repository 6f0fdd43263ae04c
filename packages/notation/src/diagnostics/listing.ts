import type { Frame, Row, SourceRow } from './frame.ts'

/** The lines of one file that a text shows, by number. */
export interface FileLines {
  get(number: number): string | undefined
}

/** The source lines that a text shows, by file. */
export type Listing = ReadonlyMap<string, FileLines>

/** The same as they are written, by file and number. */
export type Sources = ReadonlyMap<string, ReadonlyMap<number, string>>

/** Lines of a file as they are listed: a blank one that stands before another is not, and is known all the same. */
export function fileLines(listed: ReadonlyMap<number, string>): FileLines {
  const last = lastNumber(listed)
  return { get: (number) => listed.get(number) ?? (number >= 1 && number < last ? '' : undefined) }
}

/** The numbers of the lines that are listed, in order. */
export function listedNumbers(lines: ReadonlyMap<number, string>): number[] {
  const last = lastNumber(lines)
  return [...lines]
    .flatMap(([number, text]) => (text === '' && number !== last ? [] : [number]))
    .sort((a, b) => a - b)
}

function lastNumber(lines: ReadonlyMap<number, string>): number {
  let last = 0
  for (const number of lines.keys()) if (number > last) last = number
  return last
}

/** A listing, and how far it holds what the frames show. */
export interface Collected {
  readonly sources: Sources
  /** Source lines in all frames that are lines of the listing. */
  readonly known: number
  /** Source lines of the same number with another text. */
  readonly other: number
  /** Lines of the listing. */
  readonly distinct: number
}

/** Collects the source lines of all frames. Where frames disagree on a line, the first one counts. */
export function collectListing(frames: readonly Frame[]): Collected {
  const files = new Map<string, Map<number, string>>()
  const counts = { known: 0, other: 0, distinct: 0 }
  let file: string | undefined
  for (const { location, rows } of frames) {
    file = location?.file ?? file
    if (file === undefined) continue
    const lines = files.get(file) ?? new Map<number, string>()
    files.set(file, lines)
    for (const line of location === undefined ? oldLines(rows) : sourceLines(rows)) {
      counts[addLine(lines, line)] += 1
    }
  }
  for (const lines of files.values()) counts.distinct += lines.size
  return { sources: files, ...counts }
}

function addLine(lines: Map<number, string>, { number, text }: NumberedLine): 'known' | 'other' {
  const before = lines.get(number)
  if (before === undefined) lines.set(number, text)
  return before === undefined || before === text ? 'known' : 'other'
}

interface NumberedLine {
  readonly number: number
  readonly text: string
}

function sourceLines(rows: readonly Row[]): NumberedLine[] {
  return rows.filter((row): row is SourceRow => row.kind === 'source')
}

/** The lines of a fix that were there before it, with their numbers before it. */
export function oldLines(rows: readonly Row[]): NumberedLine[] {
  const numbers = oldNumbers(rows)
  return rows.flatMap((row, i) => {
    const number = numbers[i]
    return number === undefined || (row.kind !== 'source' && row.kind !== 'removed')
      ? []
      : [{ number, text: row.text }]
  })
}

/**
 * Numbers that the rows of a fix had before it; a fix shows the numbers after it. `undefined` for rows that were not
 * there, and where nothing tells the number.
 */
export function oldNumbers(rows: readonly Row[]): (number | undefined)[] {
  let shift = 0
  let next = firstNumber(rows)
  return rows.map((row) => {
    if (row.kind === 'source') {
      next = row.number - shift + 1
      return row.number - shift
    }
    if (row.kind === 'gap') next = undefined
    if (row.kind === 'added') shift += 1
    if (row.kind !== 'removed' || next === undefined) return undefined
    shift -= 1
    next += 1
    return next - 1
  })
}

/** Nothing before the first number has moved it. */
function firstNumber(rows: readonly Row[]): number | undefined {
  for (const row of rows) {
    if ('number' in row) return row.number
    if (row.kind === 'gap') return undefined
  }
  return undefined
}

/** How many lines a frame shows above and below the marked ones. */
export interface Window {
  readonly before: number
  readonly after: number
}

/** The lines around marked ones by default: up to so many; blank ones at the edges only where `blanks` says so. */
export function windowAround(
  lines: FileLines,
  from: number,
  to: number,
  context: number,
  blanks: boolean,
): Window {
  return {
    before: windowSide(lines, from, -1, context, blanks),
    after: windowSide(lines, to, 1, context, blanks),
  }
}

function windowSide(
  lines: FileLines,
  from: number,
  step: 1 | -1,
  context: number,
  blanks: boolean,
): number {
  let size = 0
  for (let i = 1; i <= context; i += 1) {
    const text = lines.get(from + step * i)
    if (text === undefined) break
    if (blanks || text.trim() !== '') size = i
  }
  return size
}
