import { countWords, type WordCounts } from './word-counts.ts'

/** A line, or a piece of a very long one, with what the probes ask about it. */
export interface Line extends WordCounts {
  readonly start: number
  /** Past the line end. */
  readonly end: number
  /** The beginning of the line, without terminal escapes and line end: what patterns are matched against. */
  readonly text: string
  /** `text` without blanks around it. */
  readonly body: string
  /** Characters, line end aside. */
  readonly length: number
  /** Blanks and tabs at the beginning. */
  readonly indent: number
  /** Whether this piece begins inside a line. */
  readonly isContinued: boolean
  readonly isBlank: boolean
  /** The last character that is not blank. */
  readonly last: string
}

/** Characters of a piece; longer lines are read in several. */
export const PIECE_CHARACTERS = 1000
const HEAD_CHARACTERS = 240

// biome-ignore lint/suspicious/noControlCharactersInRegex: terminal escapes are control characters
const TERMINAL_ESCAPES = /\x1b\[[\d;?]*[A-Za-z]|\x1b\][^\x07]{0,200}\x07/g

/** The lines of `text` between two offsets, long ones in pieces. */
export function readLines(text: string, from: number, to: number): Line[] {
  const lines: Line[] = []
  let start = from
  while (start < to) {
    const found = text.indexOf('\n', start)
    const end = found < 0 || found >= to ? to : found + 1
    readPieces(text, start, end, lines)
    start = end
  }
  return lines
}

function readPieces(text: string, from: number, to: number, lines: Line[]): void {
  for (let start = from; start < to; start += PIECE_CHARACTERS) {
    const rest = to - start - PIECE_CHARACTERS
    const end = rest <= 1 ? to : start + PIECE_CHARACTERS
    lines.push(readLine(text, start, end, start > from))
    if (end === to) return
  }
}

function readLine(text: string, start: number, end: number, isContinued: boolean): Line {
  const raw = text.slice(start, end)
  const plain = raw.includes('\x1b') ? raw.replace(TERMINAL_ESCAPES, '') : raw
  const whole = plain.trimEnd()
  const indent = whole.length - whole.trimStart().length
  const head = whole.length > HEAD_CHARACTERS ? whole.slice(0, HEAD_CHARACTERS) : whole
  return {
    start,
    end,
    text: head,
    body: head.slice(indent),
    length: whole.length,
    indent,
    isContinued,
    isBlank: whole.length === 0,
    last: whole.slice(-1),
    ...countWords(whole),
  }
}
