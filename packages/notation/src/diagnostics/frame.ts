import type { Span } from './spans.ts'
import type { FrameStyle } from './styles.ts'

/** Where a diagnostic points to, as the line above its source says it. Line and column are counted from 1. */
export interface Location {
  readonly file: string
  readonly line: number
  readonly column: number
}

/** A source line behind its number. */
export interface SourceRow {
  readonly kind: 'source'
  readonly number: number
  readonly text: string
}

/** What stands behind the gutter of a row without a number: marks, labels, or nothing. */
export interface NoteRow {
  readonly kind: 'note'
  readonly text: string
}

/** A line that a fix removes; it has no number. */
export interface RemovedRow {
  readonly kind: 'removed'
  readonly text: string
}

/** A line that a fix adds, behind its new number. */
export interface AddedRow {
  readonly kind: 'added'
  readonly number: number
  readonly text: string
}

/** A ruler that stands for lines of a fix which are not shown. */
export interface GapRow {
  readonly kind: 'gap'
}

/** One line of a frame. */
export type Row = SourceRow | NoteRow | RemovedRow | AddedRow | GapRow

/**
 * Source lines as a compiler shows them: a line that says where, lines behind numbers, marks under them. What its style
 * always draws (rulers, the first and the last line of the frame) is in no row.
 */
export interface Frame {
  readonly style: FrameStyle
  /** Absent where the frame shows a fix, or where the style says the place elsewhere. */
  readonly location: Location | undefined
  readonly rows: readonly Row[]
  /** A mark from the place over several lines, which is in no row. */
  readonly span?: Span | undefined
}

/** The largest line number that a frame shows decides how wide its gutter is. */
export function gutterWidth(rows: readonly Row[]): number {
  let largest = 0
  for (const row of rows) if ('number' in row && row.number > largest) largest = row.number
  return String(largest).length
}
