import type { Span } from '../text/span.ts'
import { elementMark, textMark } from './marks.ts'

/** A text cut into cells, each reaching to the start of the next. */
export interface CellText {
  readonly text: string
  readonly cells: readonly Span[]
  readonly grain: 'line' | 'sentence' | 'word'
  /** Whether marks have to be JSON values, since each line is one. */
  readonly isJsonLines: boolean
}

/** Cells [from, to), all kept or all dropped. */
export interface Run {
  readonly from: number
  readonly to: number
  readonly isKept: boolean
}

/** From this many words on, a gap inside a sentence is counted in its mark; shorter ones leave an ellipsis. */
const COUNTED_WORDS = 16

/** The runs of equal parts, in order. */
export function runsOf(parts: Uint8Array): Run[] {
  const runs: Run[] = []
  for (let from = 0; from < parts.length; ) {
    let to = from
    while (to < parts.length && parts[to] === parts[from]) to++
    runs.push({ from, to, isKept: parts[from] === 1 })
    from = to
  }
  return runs
}

/** The mark of a gap, with the white space that parts it from what follows. `isFirst` is asked where it would say what it means. */
export function gapMark(
  source: CellText,
  { from, to }: Omit<Run, 'isKept'>,
  isFirst: () => boolean,
): string {
  const { text, cells, grain } = source
  const start = cells[from]!.start
  const end = cells[to - 1]!.end
  const isLines = startsLine(text, start) && (text[end - 1] === '\n' || end === text.length)
  if (isLines) return linesMark(source, from, to, isFirst()) + lineEnd(text, start, end)
  const blanks = text.slice(blanksStart(text, start, end), end)
  const isShort = grain === 'word' && to - from < COUNTED_WORDS
  if (isShort) return `…${blanks}`
  return textMark(to - from, grain === 'word' ? 'word' : 'sentence', isFirst()) + blanks
}

function linesMark(
  { text, cells, grain, isJsonLines }: CellText,
  from: number,
  to: number,
  isFirst: boolean,
): string {
  if (grain !== 'line') return textMark(to - from, grain, isFirst)
  let count = 0
  for (let i = from; i < to; i++) if (startsLine(text, cells[i]!.start)) count++
  return isJsonLines ? elementMark(count, 'line', isFirst) : textMark(count, 'line', isFirst)
}

function startsLine(text: string, at: number): boolean {
  return at === 0 || text[at - 1] === '\n'
}

function lineEnd(text: string, start: number, end: number): string {
  if (end - start > 1 && text[end - 2] === '\r' && text[end - 1] === '\n') return '\r\n'
  return text[end - 1] === '\n' ? '\n' : ''
}

function blanksStart(text: string, start: number, end: number): number {
  let at = end
  while (at > start && /\s/.test(text[at - 1]!)) at--
  return at
}
