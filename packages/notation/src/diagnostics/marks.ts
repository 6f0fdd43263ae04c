import { NotationError } from '../errors.ts'

/** A marked piece of a line: from the first column, counted from 0, to the one after the last. */
export interface Mark {
  readonly from: number
  readonly to: number
}

/** Marks under a line, and what is written at them: nothing, or a label for each; some styles write only the last. */
export interface MarkGroup {
  readonly marks: readonly Mark[]
  readonly labels: readonly string[]
}

/** Columns as a reader counts them, from 1: `5-9`, `7`, `5-9,12-14`. */
export function writeColumns(marks: readonly Mark[]): string {
  return marks.map(({ from, to }) => (to === from + 1 ? String(to) : `${from + 1}-${to}`)).join(',')
}

/** The exact inverse of `writeColumns`. Throws `NotationError` where marks overlap or are too far away. */
export function readColumns(columns: string): Mark[] {
  let end = 0
  return columns.split(',').map((range) => {
    const match = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(range)
    const from = Number(match?.[1]) - 1
    const to = Number(match?.[2] ?? match?.[1])
    if (match === null || from < end || to <= from) {
      throw new NotationError(`${columns} are no columns`, 0)
    }
    end = to
    return { from, to }
  })
}

/** The mark under a whole line, its indentation and blanks at the end left out. */
export function wholeLine(text: string): Mark {
  return { from: text.length - text.trimStart().length, to: text.trimEnd().length }
}

/** Puts marks into the text; `undefined` where they do not fit into it. */
export function insertMarks(
  text: string,
  marks: readonly Mark[],
  brackets: string,
): string | undefined {
  let marked = ''
  let end = 0
  for (const { from, to } of marks) {
    if (to > text.length || from < end) return undefined
    marked += text.slice(end, from) + brackets[0] + text.slice(from, to) + brackets[1]
    end = to
  }
  return marked + text.slice(end)
}

/** Takes the marks out again. */
export function takeMarks(marked: string, brackets: string): { text: string; marks: Mark[] } {
  const marks: Mark[] = []
  const [open, close] = [brackets[0]!, brackets[1]!]
  const [first, ...rest] = marked.split(open)
  let text = first!
  for (const piece of rest) {
    const length = Math.max(0, piece.indexOf(close))
    marks.push({ from: text.length, to: text.length + length })
    text += piece.slice(0, length) + piece.slice(length + 1)
  }
  return { text, marks }
}
