import { NotationError } from '../errors.ts'
import type { Frame, Location } from './frame.ts'
import { firstMark, type Mark, readColumns, takeMarks } from './marks.ts'
import { addRow, type FixRows, numbersOf, pushRow, readChange } from './read-fix.ts'
import { fixFile, linesOf, noFrame, type ShortContext } from './short.ts'
import type { Span } from './spans.ts'
import { earlier, type FirstMark } from './write-rows.ts'

/** The exact inverse of `writeRows`, for lines without their sign. */
export function readRows(texts: readonly string[], context: ShortContext): Frame {
  const { style } = context
  const place = /^\[(.*)\]$/.exec(texts[0]!)?.[1]
  const hasPlace = place === undefined ? style.opener !== undefined : place !== '-'
  const told = readPlace(hasPlace ? (place ?? '') : '', context)
  const file = hasPlace ? told.file : fixFile(context)
  const fix: FixRows = { rows: [], lines: linesOf(context, file), shift: 0, next: 0 }
  const reader: RowReader = { fix, context, first: undefined, open: undefined, line: 0 }
  for (const text of place === undefined ? texts : texts.slice(1)) readRow(reader, text)
  closeMarks(reader)
  if (!hasPlace) return { style, location: undefined, rows: fix.rows }
  const { first } = reader
  if (file === undefined) throw noFrame()
  context.last = { file, line: first?.line ?? 0, mark: first?.mark }
  return { style, location: locationOf(file, told, first), rows: fix.rows, span: told.span }
}

interface Told {
  readonly file: string | undefined
  readonly line: number
  readonly column: number
  readonly span: Span | undefined
}

const PLACE = /^(?:(.+?):)??(\d{1,9}):(\d{1,9})(?:-(\d{1,9}):(\d{1,5})(?: (.+))?)?$/

/** The place in square brackets; line 0 where the marks tell it. */
function readPlace(place: string, context: ShortContext): Told {
  const match = PLACE.exec(place)
  if (match === null) {
    return { file: place === '' ? context.file : place, line: 0, column: 0, span: undefined }
  }
  const [, file = context.file, line, column, endLine, endColumn, label = ''] = match
  const span =
    endLine === undefined ? undefined : { line: Number(endLine), column: Number(endColumn), label }
  return { file, line: Number(line), column: Number(column), span }
}

function locationOf(file: string, told: Told, first: FirstMark | undefined): Location {
  if (told.line > 0) return { file, line: told.line, column: told.column }
  if (first === undefined) throw new NotationError('nothing tells the place of a frame', 0)
  return { file, line: first.line, column: first.mark.from + 1 }
}

interface RowReader {
  readonly fix: FixRows
  readonly context: ShortContext
  first: FirstMark | undefined
  /** Marks under the last line, whose labels may follow. */
  open: { readonly marks: readonly Mark[]; readonly labels: string[] } | undefined
  /** The number of the last source line. */
  line: number
}

function readRow(reader: RowReader, text: string): void {
  const { fix, context } = reader
  const label = /^: (.*)$/s.exec(text)?.[1]
  if (label !== undefined) {
    if (reader.open === undefined) throw noFrame()
    reader.open.labels.push(label)
    return
  }
  closeMarks(reader)
  if (text.startsWith('|')) pushRow(fix, { kind: 'note', text: text.slice(1) })
  else if (text.startsWith(':')) openMarks(reader, readColumns(text.slice(1)))
  else if (text.startsWith('- ')) {
    pushRow(fix, { kind: 'removed', text: text.slice(2) })
    fix.shift -= 1
  } else if (/^\+\d/.test(text)) readFirstAdded(fix, text)
  else if (/^\d/.test(text)) readSource(reader, text)
  else {
    const { from, to } = numbersOf(text, context)
    readChange(fix, text, from, to, context)
    reader.line = to + fix.shift
  }
}

function readFirstAdded(fix: FixRows, text: string): void {
  const match = /^\+(\d{1,9}) (.*)$/s.exec(text)
  if (match === null) throw noFrame()
  fix.next = Number(match[1])
  addRow(fix, match[2]!)
}

function readSource(reader: RowReader, text: string): void {
  const match = /^(\d{1,9})(?: (.*))?$/s.exec(text)
  if (match === null) throw noFrame()
  const number = Number(match[1])
  const { text: source, marks } = takeMarks(match[2] ?? '', reader.context.brackets)
  pushRow(reader.fix, { kind: 'source', number, text: source })
  reader.fix.next = number + 1
  reader.line = number
  if (marks.length > 0) openMarks(reader, marks)
}

function openMarks(reader: RowReader, marks: readonly Mark[]): void {
  reader.open = { marks, labels: [] }
  reader.first = earlier(reader.first, { line: reader.line, mark: firstMark(marks) })
}

function closeMarks(reader: RowReader): void {
  const { fix, context, open } = reader
  reader.open = undefined
  if (open !== undefined) {
    for (const text of context.style.pointers.draw(open)) pushRow(fix, { kind: 'note', text })
  }
}
