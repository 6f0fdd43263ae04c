import { NotationError } from '../errors.ts'
import type { Frame, Row } from './frame.ts'
import { type FileLines, windowAround } from './listing.ts'
import { type Mark, readColumns } from './marks.ts'
import {
  FIX_CONTEXT,
  fixFile,
  knownLine,
  linesOf,
  MOST_ROWS,
  noFrame,
  type ShortContext,
} from './short.ts'

/** Rows of a fix as they are read: numbers before it are told, numbers after it are counted. */
export interface FixRows {
  readonly rows: Row[]
  readonly lines: FileLines
  /** Lines that came, less those that went. */
  shift: number
  /** The number of the next line after the fix. */
  next: number
}

/** Adds a row; a frame of too many is none. */
export function pushRow({ rows }: FixRows, row: Row): void {
  if (rows.length >= MOST_ROWS) throw noFrame()
  rows.push(row)
}

export function keepRow(fix: FixRows, number: number): void {
  pushRow(fix, { kind: 'source', number: number + fix.shift, text: knownLine(fix.lines, number) })
  fix.next = number + fix.shift + 1
}

export function removeRow(fix: FixRows, number: number): void {
  pushRow(fix, { kind: 'removed', text: knownLine(fix.lines, number) })
  fix.next = number + fix.shift
  fix.shift -= 1
}

export function addRow(fix: FixRows, text: string): void {
  pushRow(fix, { kind: 'added', number: fix.next, text })
  fix.next += 1
  fix.shift += 1
}

/** The frame of a fix whose first and last lines are not written. */
export function readFix(texts: readonly string[], context: ShortContext): Frame {
  const lines = linesOf(context, fixFile(context))
  const fix: FixRows = { rows: [], lines, shift: 0, next: 0 }
  const changes = texts.map((text) => ({ text, ...numbersOf(text, context) }))
  const first = changes[0]!.from
  const last = changes.findLast(({ to }) => to > 0)?.to ?? 0
  const usual = windowAround(lines, first, last, FIX_CONTEXT, true)
  for (let i = first - usual.before; i < first; i += 1) keepRow(fix, i)
  for (const { text, from, to } of changes) readChange(fix, text, from, to, context)
  for (let i = last + 1; i <= last + usual.after; i += 1) keepRow(fix, i)
  return { style: context.style, location: undefined, rows: fix.rows }
}

/** The lines before the fix that a change is about; 0 where it is about none. */
export function numbersOf(text: string, { last }: ShortContext): { from: number; to: number } {
  const match = /^[-=~](\d{1,9})(?:-(\d{1,9}))?/.exec(text)
  if (match !== null) return { from: Number(match[1]), to: Number(match[2] ?? match[1]) }
  return text.startsWith('~') && last !== undefined
    ? { from: last.line, to: last.line }
    : { from: 0, to: 0 }
}

/** Adds the rows of one change. */
export function readChange(
  fix: FixRows,
  text: string,
  from: number,
  to: number,
  context: ShortContext,
): void {
  if (to - from > MOST_ROWS) throw noFrame()
  if (text.startsWith('~')) {
    removeRow(fix, from)
    addRow(fix, editedLine(text, knownLine(fix.lines, from), context))
  } else if (text.startsWith('+')) addRow(fix, text.slice(2))
  else if (text === '...') pushRow(fix, { kind: 'gap' })
  else {
    const read = text.startsWith('-') ? removeRow : keepRow
    for (let number = from; number <= to; number += 1) read(fix, number)
  }
}

function editedLine(text: string, before: string, { last }: ShortContext): string {
  const match = /^~(?:\d+(?::(\d[\d-]*))?)?(?: (.*))?$/s.exec(text)
  if (match === null) throw noFrame()
  const [, columns, after = ''] = match
  if (columns === undefined && /^~\d/.test(text)) return after
  const mark: Mark | undefined = columns === undefined ? last?.mark : readColumns(columns)[0]
  if (mark === undefined) throw new NotationError('no mark stands above a fix', 0)
  return before.slice(0, mark.from) + after + before.slice(mark.to)
}
