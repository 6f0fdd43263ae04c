import type { Frame, Location, NoteRow, Row, SourceRow } from './frame.ts'
import { type FileLines, windowAround } from './listing.ts'
import { firstMark, type Mark, type MarkGroup, wholeLine, writeColumns } from './marks.ts'
import { linesOf, type ShortContext, writePlace, writeSpanEnd, writeWindow } from './short.ts'
import type { Span } from './spans.ts'

/** A frame with one marked line whose lines all stand in the listing. */
interface Snippet {
  readonly line: number
  readonly before: number
  readonly after: number
  readonly group: MarkGroup
}

/** One line for a frame of known source lines around a marked one; `undefined` where the frame is another. */
export function writeSnippet(frame: Frame, context: ShortContext): [string] | undefined {
  const { location, span } = frame
  if (location === undefined) return undefined
  const line =
    span === undefined
      ? writeMarked(frame, location, context)
      : writeSpan(frame, location, span, context)
  return line === undefined ? undefined : [line]
}

function writeMarked(frame: Frame, location: Location, context: ShortContext): string | undefined {
  const snippet = readSnippet(frame)
  if (snippet === undefined) return undefined
  const { line, before, after, group } = snippet
  const { marks, labels } = group
  const lines = linesOf(context, location.file)
  const isPlace = location.line === line && location.column === firstMark(marks).from + 1
  if (!isPlace || labels.length > 1 || !isKnown(frame, lines)) return undefined
  const whole = wholeLine(lines.get(line)!)
  const isWhole = marks.length === 1 && isSame(marks[0]!, whole)
  const usual = windowAround(lines, line, line, context.context, false)
  context.last = { file: location.file, line, mark: firstMark(marks) }
  return (
    context.sign +
    (context.file === undefined ? location.file + ':' : '') +
    line +
    (isWhole ? '' : ':' + writeColumns(marks)) +
    (usual.before === before && usual.after === after ? '' : writeWindow({ before, after })) +
    (labels.length === 0 ? '' : ' ' + labels[0])
  )
}

function isSame(a: Mark, b: Mark): boolean {
  return a.from === b.from && a.to === b.to && a.second === b.second
}

/** One line for known lines around several that are marked as one. */
function writeSpan(
  frame: Frame,
  location: Location,
  span: Span,
  context: ShortContext,
): string | undefined {
  const lines = linesOf(context, location.file)
  const { rows } = frame
  const first = rows[0]
  if (first?.kind !== 'source' || !isContiguous(rows) || !isKnown(frame, lines)) return undefined
  const before = location.line - first.number
  const after = first.number + rows.length - 1 - span.line
  const usual = windowAround(lines, location.line, span.line, context.context, false)
  context.last = { file: location.file, line: location.line, mark: undefined }
  return (
    context.sign +
    writePlace(context, location) +
    writeSpanEnd(span) +
    (usual.before === before && usual.after === after ? '' : writeWindow({ before, after })) +
    (span.label === '' ? '' : ' ' + span.label)
  )
}

function isContiguous(rows: readonly Row[]): boolean {
  const from = rows[0]
  if (from?.kind !== 'source') return false
  return rows.every((row, i) => row.kind === 'source' && row.number === from.number + i)
}

function readSnippet({ rows, style }: Frame): Snippet | undefined {
  const at = rows.findIndex(({ kind }) => kind === 'note')
  const marked = rows[at - 1]
  if (marked?.kind !== 'source') return undefined
  const notes = notesFrom(rows, at)
  const group = style.pointers.read(notes, 0)
  if (group === undefined || style.pointers.draw(group).length !== notes.length) return undefined
  const sources = rows.filter((row): row is SourceRow => row.kind === 'source')
  if (sources.length + notes.length !== rows.length || !isContiguous(sources)) return undefined
  return { line: marked.number, before: at - 1, after: sources.length - at, group }
}

/** The texts of the notes that begin at a row. */
export function notesFrom(rows: Frame['rows'], at: number): string[] {
  let end = at
  while (rows[end]?.kind === 'note') end += 1
  return rows.slice(at, end).map((row) => (row as NoteRow).text)
}

function isKnown({ rows }: Frame, lines: FileLines): boolean {
  return rows.every((row) => row.kind !== 'source' || lines.get(row.number) === row.text)
}
