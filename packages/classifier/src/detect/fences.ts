import { findHunks } from './hunks.ts'
import type { Line } from './line.ts'
import { scoreWords } from './probes/prose.ts'

/** Lines outside of fences, or the body of one fence. */
export interface Section {
  readonly lines: readonly Line[]
  /** The info string of the fence; undefined outside of fences. */
  readonly fence: string | undefined
}

const MARK = /^(?:[>\s]|[-*] |\d+\. )*(`{3,}|~{3,})\s*([\w+#.-]*)[^`]*$/

interface Mark {
  readonly index: number
  readonly info: string
}

/**
 * Splits lines at code fences. The marks themselves stay outside. A text that begins inside a fence is told by its first
 * mark: it names no language and the next one does. In a hunk of a diff a fence is a changed line like any other.
 */
export function splitAtFences(lines: readonly Line[]): readonly Section[] {
  const marks = marksOf(lines)
  if (marks.length === 0) return [{ lines, fence: undefined }]
  const outside: Line[] = []
  const bodies: Section[] = []
  let isOpen = beginsInside(marks, lines)
  let info = ''
  let from = 0
  for (const mark of [...marks, { index: lines.length, info: '' }]) {
    const between = lines.slice(from, mark.index)
    if (isOpen && between.length > 0) bodies.push({ lines: between, fence: info })
    else outside.push(...between)
    const line = lines[mark.index]
    if (line !== undefined) outside.push(line)
    isOpen = !isOpen
    info = mark.info
    from = mark.index + 1
  }
  return [{ lines: outside, fence: undefined }, ...bodies]
}

function marksOf(lines: readonly Line[]): readonly Mark[] {
  const marks: Mark[] = []
  const hunks = findHunks(lines)
  lines.forEach((line, index) => {
    if (line.isContinued || !/```|~~~/.test(line.text)) return
    const found = MARK.exec(line.text)
    if (found === null || hunks[index] === 1) return
    marks.push({ index, info: found[2] ?? '' })
  })
  return marks
}

/**
 * Whether the text begins inside a fence. A mark with an info string opens one; where all are bare, the way that leaves
 * more talk outside is right.
 */
function beginsInside(marks: readonly Mark[], lines: readonly Line[]): boolean {
  const named = marks.findIndex(({ info }) => info !== '')
  if (named >= 0) return named % 2 === 1
  const talk = [0, 0]
  let side = 0
  let next = 0
  lines.forEach((line, index) => {
    if (index === marks[next]?.index) {
      side = 1 - side
      next += 1
    } else if (scoreWords(line) > 1 || /^\s*#{2,} /.test(line.text))
      talk[side] = (talk[side] ?? 0) + 1
  })
  return (talk[1] ?? 0) > (talk[0] ?? 0)
}
