import type { Span } from './span.ts'

/** What stands between two sentences of a line: closing marks, then white space before a capital, digit or opening mark. */
const BETWEEN =
  /(?<=[.!?])["')\]]*\s+(?=[\p{Lu}\p{N}"'([`])|(?<=[。！？])["'」』）】]*(?!["'」』）】。！？])/gu
/** In texts that come with blanks around their punctuation. */
const SPACED_STOP = / [.?!] (?=\S)/gu
const LINE_ENDS = /\n+/gu

/** The sentences of one line: they tile it, each with the marks and blanks behind it. */
export function sentencesOfLine(text: string, start = 0, end: number = text.length): Span[] {
  const line = start === 0 && end === text.length ? text : text.slice(start, end)
  return tile(line, start, endsOf(line, BETWEEN))
}

/** The sentences of a text: they tile it, and none goes over a line end. */
export function sentencesOf(text: string): Span[] {
  const ends = [BETWEEN, LINE_ENDS, SPACED_STOP].flatMap((pattern) => endsOf(text, pattern))
  return tile(
    text,
    0,
    [...new Set(ends)].sort((a, b) => a - b),
  )
}

function endsOf(text: string, pattern: RegExp): number[] {
  return Array.from(text.matchAll(pattern), (match) => match.index + match[0].length)
}

function tile(text: string, offset: number, ends: readonly number[]): Span[] {
  const spans: Span[] = []
  let start = 0
  for (const end of [...ends, text.length]) {
    if (end <= start) continue
    spans.push({ start: offset + start, end: offset + end })
    start = end
  }
  return spans
}
