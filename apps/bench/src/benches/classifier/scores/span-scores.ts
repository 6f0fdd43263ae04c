import type { WordedText } from '@x/agentcompbench'
import { stringSpansOf, type Unit } from '@x/classifier/training'

/** A span of a text, in UTF-16 units, and how much it is worth keeping; spans are in order and do not overlap. */
export type SpanScore = readonly [start: number, end: number, score: number]

/** For each unit its strings, each with the greatest score of the spans that it is made of. */
export function stringScores(
  text: string,
  units: readonly Unit[],
  spans: readonly SpanScore[],
): ReadonlyMap<string, number>[] {
  const scoreOf = createLookup(spans)
  return units.map((unit) => {
    const scores = new Map<string, number>()
    const found = stringSpansOf(text.slice(unit.start, unit.end))
    for (const { start, end, string } of found) {
      if (!unit.strings.has(string)) continue
      const score = scoreOf(unit.start + start, unit.start + end, 'max')
      scores.set(string, Math.max(scores.get(string) ?? 0, score))
    }
    return scores
  })
}

/** The score of each word: the mean over the spans that it is made of. */
export function wordScores({ words }: WordedText, spans: readonly SpanScore[]): number[] {
  const scoreOf = createLookup(spans)
  return words.map(({ start, end }) => scoreOf(start, end, 'mean'))
}

function createLookup(spans: readonly SpanScore[]) {
  return (start: number, end: number, how: 'max' | 'mean'): number => {
    let at = firstAfter(spans, start)
    let most = 0
    let sum = 0
    let count = 0
    for (; at < spans.length && spans[at]![0] < end; at++) {
      most = Math.max(most, spans[at]![2])
      sum += spans[at]![2]
      count += 1
    }
    if (count === 0) return 0
    return how === 'max' ? most : sum / count
  }
}

/** The first span that ends after an offset. */
function firstAfter(spans: readonly SpanScore[], offset: number): number {
  let low = 0
  let high = spans.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (spans[middle]![1] > offset) high = middle
    else low = middle + 1
  }
  return low
}
