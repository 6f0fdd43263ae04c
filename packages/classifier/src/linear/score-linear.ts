import { detect } from '../detect/detect.ts'
import { type ReadText, readRegions } from '../encoder/read-regions.ts'
import { stringsIn } from '../encoder/strings-in.ts'
import { familyOf } from '../heuristic/families.ts'
import { earlierStrings, type KeepQuery } from '../heuristic/score-heuristic.ts'
import { idfOf } from '../idf/tables.ts'
import { type KeepScores, roundScore, type WordScore } from '../scores/keep-scores.ts'
import { refuseOtherScripts } from '../scores/refuse-other-scripts.ts'
import { scoreFields } from './field-model.ts'
import type { LinearModel } from './linear-model.ts'
import { scoreAnswers, scoreAsked } from './natural-model.ts'

/**
 * Scores the strings of a text with the linear model. Structured texts: what later turns are likely to use, the query being
 * what the conversation is about. Natural texts: with a query what answers it, without one what may be asked for.
 *
 * @throws {RangeError} for a natural text in a script that the model did not learn from
 */
export function scoreLinear(text: string, query: KeepQuery, model: LinearModel): KeepScores {
  const detection = query.detection ?? detect(text)
  const asked = query.query?.trim() ?? ''
  const head = { backend: 'linear', detection, notes: [] }
  if (familyOf(detection.kind) === 'structured') {
    return { ...head, combine: 'cover', words: fieldWords(text, query, model) }
  }
  refuseOtherScripts(text, 'the linear model')
  return asked === ''
    ? { ...head, combine: 'mean', words: scoreAnswers(text, model) }
    : { ...head, ...scoreAsked(text, asked, model) }
}

function fieldWords(
  text: string,
  { query = '', earlier }: KeepQuery,
  model: LinearModel,
): WordScore[] {
  const read = readRegions(text, 'field')
  const context = { query, earlier: earlierStrings(earlier), idf: idfOf('structured') }
  return wordsOf(read, scoreFields(read.units, context, model.fields))
}

/** The places of the scored strings; keys are none, save those that have digits. */
export function wordsOf(
  { view, regions }: ReadText,
  scores: readonly ReadonlyMap<string, number>[],
): WordScore[] {
  return regions.flatMap(({ start, end, segment, unit }) => {
    if (unit === undefined) return []
    if (segment === 'key' && !/\p{N}/u.test(view.slice(start, end))) return []
    return stringsIn(view, start, end).flatMap((string): WordScore[] => {
      const score = roundScore(scores[unit.index]!.get(string.string) ?? 0)
      return score > 0 ? [{ start: string.start, end: string.end, score }] : []
    })
  })
}
