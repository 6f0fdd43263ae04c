import type { Frame, Row, SourceRow } from './frame.ts'
import { type FileLines, windowAround } from './listing.ts'
import { firstMark, readColumns, wholeLine } from './marks.ts'
import { readFix } from './read-fix.ts'
import { readRows } from './read-rows.ts'
import { knownLine, linesOf, MOST_ROWS, noFrame, type ShortContext } from './short.ts'

const PLACE = /^(?:(.+?):)??(\d{1,9})(?::(\d[\d,'-]*))?(?: -(\d{1,3})\+(\d{1,3}))?(?: (.+))?$/
const SPAN =
  /^(?:(.+?):)??(\d{1,9}):(\d{1,5})-(\d{1,9}):(\d{1,5})(?: -(\d{1,3})\+(\d{1,3}))?(?: (.+))?$/
const CHANGE = /^[-~=+.]/

/** The frame that short lines stand for, each without its sign. Throws `NotationError` for what is no frame. */
export function readShort(lines: readonly string[], context: ShortContext): Frame {
  const first = lines[0]!
  if (first.startsWith('[') || context.listing === undefined) return readRows(lines, context)
  if (CHANGE.test(first)) return readFix(lines, context)
  return readSnippet(first, context)
}

/** How many of the short lines from one on are one frame. */
export function lengthOfShort(
  lines: readonly string[],
  from: number,
  context: ShortContext,
): number {
  const first = lines[from]!
  const isRows = first.startsWith('[') || context.listing === undefined
  if (!isRows && !CHANGE.test(first)) return 1
  const isMore = (line: string) => (isRows ? !line.startsWith('[') : CHANGE.test(line))
  let to = from + 1
  while (to < lines.length && isMore(lines[to]!)) to += 1
  return to - from
}

function readSnippet(text: string, context: ShortContext): Frame {
  const span = SPAN.exec(text)
  if (span !== null) return readSpan(span, context)
  const match = PLACE.exec(text)
  const file = match?.[1] ?? context.file
  if (match === null || file === undefined) throw noFrame()
  const [, , digits, columns, above, below, label] = match as unknown as (string | undefined)[]
  const line = Number(digits)
  const lines = linesOf(context, file)
  const marked = knownLine(lines, line)
  const marks = columns === undefined ? [wholeLine(marked)] : readColumns(columns)
  const usual = windowAround(lines, line, line, context.context, false)
  const before = above === undefined ? usual.before : Number(above)
  const after = below === undefined ? usual.after : Number(below)
  if (before + after >= MOST_ROWS) throw noFrame()
  const drawn = context.style.pointers.draw({ marks, labels: label === undefined ? [] : [label] })
  const rows: Row[] = [
    ...knownRows(lines, line - before, line),
    ...drawn.map((note): Row => ({ kind: 'note', text: note })),
    ...knownRows(lines, line + 1, line + after),
  ]
  context.last = { file, line, mark: firstMark(marks) }
  return { style: context.style, location: { file, line, column: firstMark(marks).from + 1 }, rows }
}

function readSpan(match: RegExpExecArray, context: ShortContext): Frame {
  const [, file = context.file, from, column, to, end, above, below, label = ''] = match
  if (file === undefined) throw noFrame()
  const lines = linesOf(context, file)
  const location = { file, line: Number(from), column: Number(column) }
  const span = { line: Number(to), column: Number(end), label }
  const usual = windowAround(lines, location.line, span.line, context.context, false)
  const before = above === undefined ? usual.before : Number(above)
  const after = below === undefined ? usual.after : Number(below)
  if (span.line - location.line + before + after >= MOST_ROWS) throw noFrame()
  const rows = knownRows(lines, location.line - before, span.line + after)
  context.last = { file, line: location.line, mark: undefined }
  return { style: context.style, location, rows, span }
}

function knownRows(lines: FileLines, from: number, to: number): SourceRow[] {
  const rows: SourceRow[] = []
  for (let number = from; number <= to; number += 1) {
    rows.push({ kind: 'source', number, text: knownLine(lines, number) })
  }
  return rows
}
