import type { Frame, Location, Row } from './frame.ts'
import { MOST_ROWS } from './short.ts'
import { takeSpan } from './spans.ts'
import { FIX_ROWS, type FrameStyle, STYLES } from './styles.ts'

/** A text by lines: those outside of frames as they are. */
export type Piece = string | Frame

/** The style in which most frames of a text begin; `undefined` where there are fewer than `least`. */
export function detectStyle(lines: readonly string[], least: number): FrameStyle | undefined {
  const counts = STYLES.map((style) => {
    const begins = style.opener ?? style.note
    return lines.reduce((count, line) => count + (begins.test(line) ? 1 : 0), 0)
  })
  const most = Math.max(...counts)
  return most < least ? undefined : STYLES[counts.indexOf(most)]
}

/** Finds the frames of a style. Drawn again, each is its lines; what the style would draw otherwise is no frame. */
export function readFrames(lines: readonly string[], style: FrameStyle): Piece[] {
  const pieces: Piece[] = []
  let at = 0
  while (at < lines.length) {
    const { frame, end } = readFrame(lines, at, style)
    if (frame !== undefined) pieces.push(frame)
    else for (let i = at; i < end; i += 1) pieces.push(lines[i]!)
    at = end
  }
  return pieces
}

/** A frame, or lines that are none, up to the line `end`. */
interface ReadFrame {
  readonly frame: Frame | undefined
  readonly end: number
}

function readFrame(lines: readonly string[], at: number, style: FrameStyle): ReadFrame {
  const begin = beginOf(lines, at, style)
  if (begin === undefined) return { frame: undefined, end: at + 1 }
  const { location } = begin
  const rows = readRows(lines, begin, style)
  let end = begin.rows + rows.length
  if (style.footer === undefined) end -= dropClosing(rows, style)
  else if (style.footer.test(lines[end] ?? '')) end += 1
  const taken = style.hasSpans && location !== undefined ? takeSpan(rows, location) : undefined
  const frame: Frame = { style, location, rows, ...taken }
  const isFrame = isComplete(rows, style) && isSpelled(frame, lines, at, end)
  return { frame: isFrame ? frame : undefined, end: Math.max(end, at + 1) }
}

function readRows(lines: readonly string[], begin: Begin, style: FrameStyle): Row[] {
  const rows: Row[] = []
  for (let at = begin.rows; at < lines.length && rows.length < MOST_ROWS; at += 1) {
    const row = begin.fix ? readFixRow(lines[at]!) : readRow(lines[at]!, style)
    if (row === undefined) break
    rows.push(row)
    if (begin.fix && isEmpty(row)) break
  }
  return rows
}

interface Begin {
  readonly location: Location | undefined
  /** The first line that is a row. */
  readonly rows: number
  readonly fix: boolean
}

function beginOf(lines: readonly string[], at: number, style: FrameStyle): Begin | undefined {
  const line = lines[at]!
  const opener = style.opener?.exec(line)
  if (opener !== null && opener !== undefined) {
    const [, file, row, column] = opener as unknown as [string, string, string, string]
    const location = { file, line: Number(row), column: Number(column) }
    const isPlain = String(location.line) === row && String(location.column) === column
    const next = at + 1
    if (!isPlain) return undefined
    if (!style.opensEmpty) return { location, rows: next, fix: false }
    return isRuler(lines[next], style) ? { location, rows: next + 1, fix: false } : undefined
  }
  if (style.opener === undefined) {
    return style.source.test(line) ? { location: undefined, rows: at, fix: false } : undefined
  }
  const next = lines[at + 1]
  const fix = style.hasFixes && isRuler(line, style) && next !== undefined
  return fix && readFixRow(next) !== undefined && !isRuler(next, style)
    ? { location: undefined, rows: at + 1, fix: true }
    : undefined
}

function isRuler(line: string | undefined, style: FrameStyle): boolean {
  const match = line === undefined ? null : style.note.exec(line)
  return match !== null && (match[1] ?? '') === ''
}

function isEmpty(row: Row): boolean {
  return row.kind === 'note' && row.text === ''
}

function readRow(line: string, style: FrameStyle): Row | undefined {
  const source = style.source.exec(line)
  if (source !== null) return numbered('source', source[1]!, source[2] ?? '')
  const note = style.note.exec(line)
  return note === null ? undefined : { kind: 'note', text: note[1] ?? '' }
}

function readFixRow(line: string): Row | undefined {
  const source = FIX_ROWS.source.exec(line)
  if (source !== null) return numbered('source', source[1]!, source[2] ?? '')
  const added = FIX_ROWS.added.exec(line)
  if (added !== null) return numbered('added', added[1]!, added[2] ?? '')
  const removed = FIX_ROWS.removed.exec(line)
  if (removed !== null) return { kind: 'removed', text: removed[1] ?? '' }
  if (FIX_ROWS.gap.test(line)) return { kind: 'gap' }
  return /^ +\|$/.test(line) ? { kind: 'note', text: '' } : undefined
}

function numbered(kind: 'source' | 'added', digits: string, text: string): Row | undefined {
  return digits.length > 9 ? undefined : { kind, number: Number(digits), text }
}

/**
 * Takes the empty row at the end off: behind a source line the style draws it, behind marks it is left to stand for
 * itself. Answers how many lines are not of the frame.
 */
function dropClosing(rows: Row[], style: FrameStyle): number {
  const last = rows.at(-1)
  if (last === undefined || !isEmpty(last)) return 0
  rows.pop()
  return rows.at(-1)?.kind === 'note' || !style.hasFixes ? 1 : 0
}

/** Lines with numbers alone are no frame where nothing says that one begins. */
function isComplete(rows: readonly Row[], style: FrameStyle): boolean {
  const has = (kind: Row['kind']) => rows.some((row) => row.kind === kind)
  return style.opener === undefined
    ? has('note') && has('source')
    : !rows.every((row) => row.kind === 'note')
}

function isSpelled(frame: Frame, lines: readonly string[], from: number, to: number): boolean {
  const spelled = frame.style.spell(frame)
  return spelled.length === to - from && spelled.every((line, i) => line === lines[from + i])
}
