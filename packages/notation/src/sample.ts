import { splitLongLines } from './lines/long-lines.ts'

const PLACE_LENGTH = 4000
const LONGEST = 300

/** Some lines of a text. */
export interface Sample {
  /** Without blank ones; items of a long line each by itself, and none longer than 300 characters. */
  readonly lines: readonly string[]
  /** Whether a long line was taken apart. */
  readonly hasLists: boolean
}

/** Lines from the beginning, the middle and the end of a text, at most some 12,000 characters of it. */
export function sampleLines(text: string): Sample {
  const { units, joiners } = splitLongLines(sampleOf(text).split('\n'))
  const filled = units.filter((line) => line.trim() !== '')
  return { lines: filled.map((line) => line.slice(0, LONGEST)), hasLists: joiners.size > 0 }
}

function sampleOf(text: string): string {
  if (text.length <= 3 * PLACE_LENGTH) return text
  const middle = (text.length - PLACE_LENGTH) >> 1
  return [
    text.slice(0, PLACE_LENGTH),
    text.slice(middle, middle + PLACE_LENGTH),
    text.slice(-PLACE_LENGTH),
  ].join('\n')
}
