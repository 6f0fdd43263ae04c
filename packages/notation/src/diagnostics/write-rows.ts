import type { Frame, Location, Row } from './frame.ts'
import { type FileLines, oldNumbers } from './listing.ts'
import { firstMark, insertMarks, type Mark, type MarkGroup, writeColumns } from './marks.ts'
import {
  fixFile,
  linesOf,
  type ShortContext,
  writePlace,
  writeRange,
  writeSpanEnd,
} from './short.ts'
import { notesFrom } from './write-snippet.ts'

/**
 * A frame row by row: its place in square brackets, then a line for each row or run of known rows. The place is left
 * out where the marks tell it, nothing stands in the listing, and the line before is not of a frame (`opens`).
 */
export function writeRows(frame: Frame, context: ShortContext, opens: boolean): string[] {
  const { rows, location, style, span } = frame
  const file = location?.file ?? fixFile(context)
  const reading: Reading = {
    rows,
    numbers: oldNumbers(rows),
    lines: linesOf(context, file),
    context,
  }
  const written: string[] = []
  let first: FirstMark | undefined
  for (let at = 0; at < rows.length; ) {
    const unit = writeUnit(reading, at)
    written.push(...unit.lines)
    if (unit.mark !== undefined) first = earlier(first, { line: unit.line, mark: unit.mark })
    at += unit.rows
  }
  const isTold =
    location !== undefined &&
    span === undefined &&
    first?.line === location.line &&
    first.mark.from + 1 === location.column
  if (location !== undefined) {
    context.last = { file: location.file, line: first?.line ?? 0, mark: first?.mark }
  }
  const isBare = isTold ? context.file === location.file : style.opener === undefined
  if (isBare && !opens && context.listing === undefined) return written
  const end = span === undefined ? '' : writeSpanEnd(span) + (span.label && ' ' + span.label)
  return [`${context.sign}[${placeOf(location, isTold, context)}${end}]`, ...written]
}

/** The mark that a frame is about: its first, unless that only explains. */
export function earlier(first: FirstMark | undefined, next: FirstMark): FirstMark {
  return first === undefined || (first.mark.second && !next.mark.second) ? next : first
}

function placeOf(location: Location | undefined, isTold: boolean, context: ShortContext): string {
  if (location === undefined) return '-'
  if (!isTold) return writePlace(context, location)
  return context.file === location.file ? '' : location.file
}

/** A mark and the number of its line. */
export interface FirstMark {
  readonly line: number
  readonly mark: Mark
}

interface Reading {
  readonly rows: readonly Row[]
  /** Numbers before a fix. */
  readonly numbers: readonly (number | undefined)[]
  readonly lines: FileLines
  readonly context: ShortContext
}

/** What stands for some rows. */
interface Unit {
  readonly rows: number
  readonly lines: readonly string[]
  /** The source line that is marked, and the first mark. */
  readonly line: number
  readonly mark: Mark | undefined
}

function writeUnit(reading: Reading, at: number): Unit {
  const { sign } = reading.context
  const row = reading.rows[at]!
  const unit = (line: string): Unit => ({ rows: 1, lines: [sign + line], line: 0, mark: undefined })
  switch (row.kind) {
    case 'note':
      return writeNote(reading, at) ?? unit('|' + row.text)
    case 'gap':
      return unit('...')
    case 'added':
      return unit(`+${at === 0 ? row.number : ''} ${row.text}`)
    case 'removed':
      return writeKnown(reading, at) ?? unit('- ' + row.text)
    case 'source':
      return writeKnown(reading, at) ?? writeSource(reading, at, row.number, row.text)
  }
}

/** A run of lines of the listing. */
function writeKnown({ rows, numbers, lines, context }: Reading, at: number): Unit | undefined {
  const { kind } = rows[at]!
  const from = numbers[at]
  const isKnown = (i: number) => {
    const row = rows[i]
    if (row?.kind !== kind || from === undefined || !('text' in row)) return false
    return numbers[i] === from + i - at && lines.get(numbers[i]!) === row.text
  }
  let end = at
  while (isKnown(end)) end += 1
  if (end === at || from === undefined) return undefined
  const range = writeRange(from, from + end - at - 1)
  const line = context.sign + (kind === 'removed' ? '-' : '=') + range
  return { rows: end - at, lines: [line], line: 0, mark: undefined }
}

/** A source line with what is marked in it between brackets. */
function writeSource({ rows, context }: Reading, at: number, line: number, text: string): Unit {
  const { sign, style, brackets } = context
  const notes = notesFrom(rows, at + 1)
  const group = notes.length === 0 ? undefined : style.pointers.read(notes, 0)
  const marked = group === undefined ? undefined : insertMarks(text, group.marks, brackets)
  const written = sign + line + (text === '' && marked === undefined ? '' : ' ' + (marked ?? text))
  if (group === undefined || marked === undefined) {
    return { rows: 1, lines: [written], line, mark: undefined }
  }
  const rowsUsed = 1 + style.pointers.draw(group).length
  return {
    rows: rowsUsed,
    lines: [written, ...labelLines(group, sign)],
    line,
    mark: firstMark(group.marks),
  }
}

/** Marks under a line that stands in the listing, or that they do not fit into. */
function writeNote({ rows, context }: Reading, at: number): Unit | undefined {
  const { sign, style } = context
  const above = rows[at - 1]
  const group = style.pointers.read(notesFrom(rows, at), 0)
  if (group === undefined || above?.kind !== 'source') return undefined
  const line = `${sign}:${writeColumns(group.marks)}`
  return {
    rows: style.pointers.draw(group).length,
    lines: [line, ...labelLines(group, sign)],
    line: above.number,
    mark: firstMark(group.marks),
  }
}

function labelLines({ labels }: MarkGroup, sign: string): string[] {
  return labels.map((label) => `${sign}: ${label}`)
}
