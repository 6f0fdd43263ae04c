import type { Span } from './span.ts'

/** Marks after which a script without blanks may be cut. */
const WORD = /[^\s、。，．！？；：」』）】》]*[、。，．！？；：」』）】》]+|\S+/gu

/**
 * The words of a text in order: runs without white space, their punctuation with them. Scripts that write no blanks are
 * cut after their own punctuation, so that a word of theirs is a clause.
 */
export function wordsOf(text: string, start = 0, end: number = text.length): Span[] {
  const part = start === 0 && end === text.length ? text : text.slice(start, end)
  return Array.from(part.matchAll(WORD), (match) => ({
    start: start + match.index,
    end: start + match.index + match[0].length,
  }))
}
