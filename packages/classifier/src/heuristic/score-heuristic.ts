import { detect } from '../detect/detect.ts'
import type { Detection } from '../detect/kind.ts'
import { type ReadText, readRegions } from '../encoder/read-regions.ts'
import { stringsIn } from '../encoder/strings-in.ts'
import { type KeepScores, roundScore, type WordScore } from '../scores/keep-scores.ts'
import { mentionsOf, type StringSpan } from '../text/strings.ts'
import type { Unit } from '../text/unit.ts'
import { familyOf } from './families.ts'
import { matchUnits } from './match-query.ts'
import { naturalScore, type ScoreString, structuredScore } from './score-strings.ts'

/** What a text is kept for. */
export interface KeepQuery {
  /** The share of tokens that will be kept, above 0 and up to 1. */
  readonly rate: number
  /**
   * What the text is wanted for, such as the question it is to answer.
   * @default none
   */
  readonly query?: string
  /**
   * What stands in the conversation already and needs no keeping: the earlier texts, or their strings as `mentionsOf`
   * finds them.
   * @default none
   */
  readonly earlier?: ReadonlySet<string> | string
  /**
   * What the text is, where that is known.
   * @default what `detect` says
   */
  readonly detection?: Detection
}

/** How much more a string counts in a unit that matches the query in full. */
const QUERY_WEIGHT = 3

/**
 * Scores the strings of a text without a model, deterministically. Structured texts, and all of which is known what stands
 * before them: how rare each string is that the conversation does not have yet, the more in what matches a query. Other
 * natural texts: numbers and names, then rarity; with a query, how well the sentence around a string matches it.
 */
export function scoreHeuristic(text: string, query: KeepQuery): KeepScores {
  const detection = query.detection ?? detect(text)
  const family = familyOf(detection.kind)
  const read = readRegions(text, family === 'natural' ? 'sentence' : 'field')
  const head = { backend: 'heuristic', detection, notes: [] }
  const asked = query.query?.trim() ?? ''
  if (asked !== '' && family === 'natural') {
    const worth = matchUnits(read.units, asked, family)
    return { ...head, combine: 'max', words: wordsOf(read, (_, unit) => worth[unit.index]!.score) }
  }
  const isProse = family === 'natural' && query.earlier === undefined
  const score = isProse ? naturalScore() : structuredScore(earlierStrings(query.earlier))
  if (asked === '') return { ...head, combine: 'cover', words: wordsOf(read, score) }
  const worth = matchUnits(read.units, asked, family)
  const raised: ScoreString = (string, unit, isFirst) =>
    score(string, unit, isFirst) * (1 + QUERY_WEIGHT * worth[unit.index]!.share)
  return { ...head, combine: 'cover', words: wordsOf(read, raised) }
}

/** The strings of earlier texts. */
export function earlierStrings(earlier: KeepQuery['earlier']): ReadonlySet<string> {
  if (earlier === undefined) return new Set()
  return typeof earlier === 'string' ? mentionsOf(earlier) : earlier
}

function wordsOf({ view, regions }: ReadText, score: ScoreString): WordScore[] {
  const words: WordScore[] = []
  for (const { start, end, segment, unit } of regions) {
    if (segment === 'key' && !/\p{N}/u.test(view.slice(start, end))) continue
    let isFirst = true
    for (const string of stringsIn(view, start, end)) {
      const found = wordScore(string, unit, isFirst, score)
      if (found !== undefined) words.push(found)
      isFirst = false
    }
  }
  return words
}

function wordScore(
  string: StringSpan,
  unit: Unit | undefined,
  isFirst: boolean,
  score: ScoreString,
): WordScore | undefined {
  const found = unit === undefined ? 0 : roundScore(score(string, unit, isFirst))
  return found > 0 ? { start: string.start, end: string.end, score: found } : undefined
}
