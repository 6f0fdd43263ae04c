import { type StringSpan, stringSpansOf } from '../text/strings.ts'

/** The strings of a range of a text, as `stringSpansOf` finds them there, with their places in the whole. */
export function stringsIn(text: string, start: number, end: number): StringSpan[] {
  const found = stringSpansOf(text.slice(start, end))
  if (start === 0) return found
  return found.map((span) => ({ ...span, start: span.start + start, end: span.end + start }))
}
