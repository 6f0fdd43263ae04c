import { NotationError } from '../errors.ts'

/** A marked piece of a line: from the first column, counted from 0, to the one after the last. */
export interface Mark {
  readonly from: number
  readonly to: number
  /** It only explains the one that the frame is about. */
  readonly second: boolean
}

/**
 * Marks under a line, and what is written at them: nothing, a label for the last, or one for each, the last one's first.
 */
export interface MarkGroup {
  readonly marks: readonly Mark[]
  readonly labels: readonly string[]
}

/** The mark that a frame is about. */
export function firstMark(marks: readonly Mark[]): Mark {
  return marks.find(({ second }) => !second) ?? marks[0]!
}

/** Columns as a reader counts them, from 1: `5-9`, `7`, `5-9,12-14`; `5-9'` is a second mark. */
export function writeColumns(marks: readonly Mark[]): string {
  return marks
    .map(({ from, to, second }) => {
      const range = to === from + 1 ? String(to) : `${from + 1}-${to}`
      return second ? `${range}'` : range
    })
    .join(',')
}

/** The exact inverse of `writeColumns`. Throws `NotationError` where marks overlap or are too far away. */
export function readColumns(columns: string): Mark[] {
  let end = 0
  return columns.split(',').map((range) => {
    const match = /^(\d{1,5})(?:-(\d{1,5}))?('?)$/.exec(range)
    const from = Number(match?.[1]) - 1
    const to = Number(match?.[2] ?? match?.[1])
    if (match === null || from < end || to <= from) {
      throw new NotationError(`${columns} are no columns`, 0)
    }
    end = to
    return { from, to, second: match[3] !== '' }
  })
}

/** The mark under a whole line, its indentation and blanks at the end left out. */
export function wholeLine(text: string): Mark {
  return { from: text.length - text.trimStart().length, to: text.trimEnd().length, second: false }
}

/** Puts marks into the text; `undefined` where they do not fit into it, or there are no brackets for the second ones. */
export function insertMarks(
  text: string,
  marks: readonly Mark[],
  brackets: string,
): string | undefined {
  let marked = ''
  let end = 0
  for (const { from, to, second } of marks) {
    const [open, close] = second ? brackets.slice(2) : brackets
    if (to > text.length || open === undefined) return undefined
    marked += text.slice(end, from) + open + text.slice(from, to) + close
    end = to
  }
  return marked + text.slice(end)
}

/** Takes the marks out again. */
export function takeMarks(marked: string, brackets: string): { text: string; marks: Mark[] } {
  const marks: Mark[] = []
  let text = ''
  let from: number | undefined
  for (const character of marked) {
    const bracket = brackets.indexOf(character)
    if (bracket < 0) text += character
    else if (bracket % 2 === 0) from = text.length
    else if (from !== undefined) {
      marks.push({ from, to: text.length, second: bracket > 1 })
      from = undefined
    }
  }
  return { text, marks }
}
