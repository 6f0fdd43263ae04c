import { sentenceUnits } from '../text/line-units.ts'
import type { Span } from '../text/span.ts'
import { termsOf } from '../text/strings.ts'

/** A sentence of a text and the line that it stands in. */
export interface Sentence extends Span {
  readonly terms: readonly string[]
  /** The number of its line, blank ones not counted. */
  readonly line: number
  /** Its place in the line, and how many there are. */
  readonly place: number
  readonly places: number
}

/** The sentences of a text, those that are not blank, with the lines that they make up. */
export function readSentences(text: string): Sentence[] {
  const spans = sentenceUnits(text)
  let line = -1
  let place = 0
  const found = spans.map(({ start, end, value }, i) => {
    const isNew = i === 0 || text.slice(spans[i - 1]!.start, start).includes('\n')
    if (isNew) line += 1
    place = isNew ? 0 : place + 1
    return { start, end, terms: termsOf(value), line, place }
  })
  const places = new Map<number, number>()
  for (const sentence of found) places.set(sentence.line, sentence.place + 1)
  return found.map((sentence) => ({ ...sentence, places: places.get(sentence.line)! }))
}
