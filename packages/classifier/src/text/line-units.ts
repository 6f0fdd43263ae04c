import { sentencesOf, sentencesOfLine } from './sentences.ts'
import type { Span } from './span.ts'
import type { FoundUnit } from './unit.ts'
import { wordsOf } from './words.ts'

/** Lines and strings above this length are cut into sentences. */
export const LONG_VALUE = 400

const NONE: readonly never[] = []
const LINE_HEAD = /^\s*([A-Za-z_][\w .-]{0,24}?)\s*[:=[(]/

/** One unit for each line that is not blank, several for a long one. */
export function lineUnits(text: string): FoundUnit[] {
  const found: FoundUnit[] = []
  for (const [row, line] of linesOf(text).entries()) {
    const shown = text.slice(line.start, line.end)
    if (shown.trim() === '') continue
    const key = lineKey(shown)
    const isLong = shown.length > LONG_VALUE
    for (const span of isLong ? sentencesOfLine(text, line.start, line.end) : [line]) {
      const sentence = isLong ? text.slice(span.start, span.end) : shown
      if (sentence.trim() !== '')
        found.push(textUnit(sentence, span, `${sentence.trimEnd()}\n`, key, row))
    }
  }
  return found
}

/** One unit for each sentence that is not blank. */
export function sentenceUnits(text: string): FoundUnit[] {
  return counted(
    text,
    sentencesOf(text).filter(({ start, end }) => text.slice(start, end).trim() !== ''),
  )
}

/** One unit for each word, counted with the blank before it. */
export function wordUnits(text: string): FoundUnit[] {
  return counted(text, wordsOf(text), ' ')
}

/** The lines of a text, without their line ends. */
export function linesOf(text: string): Span[] {
  const lines: Span[] = []
  for (let start = 0; start <= text.length; ) {
    const found = text.indexOf('\n', start)
    const end = found === -1 ? text.length : found
    lines.push({ start, end })
    start = end + 1
  }
  return lines
}

function counted(text: string, spans: readonly Span[], before = ''): FoundUnit[] {
  return spans.map((span, row) => {
    const shown = text.slice(span.start, span.end)
    return textUnit(shown, span, before + shown, '', row)
  })
}

function textUnit(value: string, span: Span, shown: string, key: string, row: number): FoundUnit {
  return {
    start: span.start,
    end: span.end,
    shown,
    value,
    valueStart: span.start,
    valueEnd: span.end,
    key,
    path: '',
    row,
    rows: 0,
    opens: NONE,
    ids: NONE,
    nodes: NONE,
  }
}

/** The shape of a line's start: `Price: $12` and `Price: $9` share one. */
function lineKey(line: string): string {
  const head = LINE_HEAD.exec(line)?.[1]
  if (head !== undefined) return `~${head.toLowerCase()}`
  return `~${line
    .trim()
    .slice(0, 3)
    .replace(/\d/g, '0')
    .replace(/[\p{L}\p{N}_]/gu, 'x')}`
}
