import type { AnswerCase, ReuseSample, WordedText } from '@x/agentcompbench'
import { coverUnits, idfOf } from '@x/classifier/training'
import type { Arm } from '../measure/arm.ts'
import { fillGroups } from '../measure/fill.ts'
import { costsOf, perPiece } from '../measure/word-arms.ts'
import { firstOccurrences } from '../references/baselines.ts'
import { coverSentences, stemWeights } from '../references/cover-sentences.ts'
import type { ReferenceSource } from '../references/measures.ts'
import type { ScoreFile } from './score-file.ts'
import { type SpanScore, stringScores, wordScores } from './span-scores.ts'

/** The scores of a case at a rate, if there are any. */
export type Lookup<Case> = (item: Case, rate: number) => readonly SpanScore[] | undefined

/** Fields by cover of new strings; weights are the scores, alone and times idf. */
export function reuseScoreArms(name: string, scoresOf: Lookup<ReuseSample>): Arm<ReuseSample>[] {
  const idf = idfOf('structured')
  const arm = (how: string, worth: (score: number, string: string) => number) => ({
    name: `${name}, ${how}`,
    prepare: (sample: ReuseSample) => (rate: number) => {
      const scores = stringScores(sample.text, sample.units, scoresOf(sample, rate) ?? [])
      const weigh = (string: string, unit: { readonly index: number }) =>
        sample.earlier.has(string) ? 0 : worth(scores[unit.index]!.get(string) ?? 0, string)
      return new Set(coverUnits(sample.units, weigh, rate * sample.total))
    },
  })
  return [
    arm('cover', (score) => score),
    arm('cover x idf', (score, string) => score * idf.ofString(string)),
  ]
}

/** Whole sentences (or turns): by their best word, and by the mean of their words. */
export function sentenceScoreArms<Case extends WordedText>(
  name: string,
  scoresOf: Lookup<Case>,
): Arm<Case>[] {
  const arm = (how: string, combine: (scores: readonly number[]) => number): Arm<Case> => ({
    name: `${name}, ${how}`,
    prepare: (item) => (rate) => {
      const scores = wordScores(item, scoresOf(item, rate) ?? [])
      const levels = item.sentences.map((words) => combine(words.map((word) => scores[word]!)))
      return fillGroups(item.sentences, levels, costsOf(item), rate * item.total)
    },
  })
  return [
    arm('best word', (scores) => Math.max(0, ...scores)),
    arm('mean', (scores) => scores.reduce((a, b) => a + b, 0) / Math.max(1, scores.length)),
  ]
}

/** Single words. */
export function wordScoreArms(name: string, scoresOf: Lookup<AnswerCase>): Arm<AnswerCase>[] {
  return [
    {
      name: `${name}, words`,
      prepare: (item) => (rate) => {
        const scores = wordScores(item, scoresOf(item, rate) ?? [])
        const single = item.words.map((_, i) => [i])
        return fillGroups(single, scores, costsOf(item), rate * item.total)
      },
    },
  ]
}

/** Whole sentences of a source: scores per piece, first occurrences per piece, and by cover. */
export function referenceScoreArms(
  name: string,
  scoresOf: Lookup<ReferenceSource>,
): Arm<ReferenceSource>[] {
  const scored = (item: ReferenceSource, rate: number) =>
    wordScores(item, scoresOf(item, rate) ?? [])
  const bySum = (how: string, counts: (item: ReferenceSource) => readonly boolean[]) => ({
    name: `${name}, ${how}`,
    prepare: (item: ReferenceSource) => (rate: number) => {
      const counted = counts(item)
      const values = scored(item, rate).map((score, i) => (counted[i] ? score : 0))
      const levels = perPiece(item, values)
      return fillGroups(item.sentences, levels, costsOf(item), rate * item.total)
    },
  })
  return [
    bySum('sum per token', (item) => item.stems.map((stems) => stems.length > 0)),
    bySum('first occurrences per token', firstOccurrences),
    {
      name: `${name}, cover`,
      prepare: (item) => (rate) => {
        const scores = scored(item, rate)
        return coverSentences(
          item,
          stemWeights(item, (word) => scores[word]!),
          rate * item.total,
        )
      },
    },
  ]
}

/** Scores by the place of a case in its list. */
export function lookupIn<Case>(
  file: ScoreFile,
  kind: string,
  cases: readonly Case[],
): Lookup<Case> {
  const places = new Map(cases.map((item, i) => [item, i]))
  return (item, rate) => file(`${kind}/${places.get(item)}`, rate)
}
