import { type AnswerCase, chance } from '@x/agentcompbench'
import { STOP_WORDS, termsOf } from '@x/classifier/training'
import type { Arm } from '../measure/arm.ts'
import { bm25 } from '../measure/bm25.ts'
import { fillGroups } from '../measure/fill.ts'
import {
  bySentence,
  byWord,
  costsOf,
  isStopWord,
  perPiece,
  raritiesOf,
  sentenceTexts,
  standOut,
  type WordStatistics,
} from '../measure/word-arms.ts'
import { answerTypeOf } from './answer-type.ts'

type AnswerArm = Arm<AnswerCase>

/** Whole sentences, the question unknown. */
export function sentenceBaselines({ idf, bitsOf }: WordStatistics): AnswerArm[] {
  return [
    bySentence('random', (item) => item.sentences.map((_, i) => chance(item.question, i))),
    bySentence('head', (item) => item.sentences.map((_, i) => -i)),
    bySentence('head and tail', ({ sentences }) =>
      sentences.map((_, i) => -Math.min(i, sentences.length - 1 - i)),
    ),
    bySentence('TF-IDF per token', (item) => perPiece(item, raritiesOf(item, idf))),
    bySentence('surprisal per token', (item) => perPiece(item, bitsOf(item))),
    bySentence('numbers and capitals', (item) => perPiece(item, standOut(item).map(Number))),
  ]
}

/** Single words, the question unknown. */
export function wordBaselines({ idf, bitsOf }: WordStatistics): AnswerArm[] {
  return [
    byWord('random', (item) => item.words.map((_, i) => chance(item.question, i))),
    byWord('head', (item) => item.words.map((_, i) => -i)),
    byWord('head and tail', ({ words }) => words.map((_, i) => -Math.min(i, words.length - 1 - i))),
    byWord('stop words out', ({ words }) =>
      words.map(({ shown }, i) => (isStopWord(shown) ? 0 : 1) - i * 1e-6),
    ),
    byWord('TF-IDF', (item) => raritiesOf(item, idf)),
    byWord('surprisal', bitsOf),
    byWord('numbers and capitals', (item) => standOut(item).map((is, i) => Number(is) - i * 1e-6)),
    byWord('numbers and capitals, then idf', (item) => {
      const rare = raritiesOf(item, idf)
      return standOut(item).map((is, i) => (is ? 10 : 0) + rare[i]!)
    }),
  ]
}

/** Whole sentences, the question known. */
export function questionBaselines({ idf }: WordStatistics): AnswerArm[] {
  const asked = (item: AnswerCase) => bm25(sentenceTexts(item), item.question, idf.ofTerm)
  return [
    ...sentenceBaselinesOf('random', 'head'),
    bySentence('BM25', (item) => inOrder(asked(item))),
    bySentence('idf overlap, 5-letter stems', (item) => {
      const query = questionTerms(item)
      return inOrder(
        sentenceTexts(item).map((text) => {
          const stems = new Set(termsOf(text).map(shortStem))
          const shared = query.filter((term) => stems.has(shortStem(term)))
          return shared.reduce((sum, term) => sum + idf.ofTerm(term), 0)
        }),
      )
    }),
    bySentence('BM25, neighbour, answer type', (item) =>
      inOrder(withNeighbours(item, asked(item))),
    ),
  ]
}

/** Keeps, of whole sentences, the smallest that holds an answer: what no choice of sentences can exceed. */
export const SENTENCE_ORACLE: AnswerArm = {
  name: 'oracle',
  prepare(item) {
    const groups = item.places.map((place) => {
      const inside = new Set(place.map((word) => item.words[word]!.sentence))
      return [...inside].flatMap((sentence) => item.sentences[sentence]!)
    })
    const costs = costsOf(item)
    const scores = groups.map((group) => -group.reduce((sum, word) => sum + costs[word]!, 0))
    return (rate) => fillGroups(groups, scores, costs, rate * item.total)
  },
}

/** Keeps, of single words, those of the shortest answer. */
export const WORD_ORACLE: AnswerArm = {
  name: 'oracle',
  prepare(item) {
    const costs = costsOf(item)
    const scores = item.places.map((place) => -place.reduce((sum, word) => sum + costs[word]!, 0))
    return (rate) => fillGroups(item.places, scores, costs, rate * item.total)
  },
}

function sentenceBaselinesOf(...names: readonly string[]): AnswerArm[] {
  const nothing: WordStatistics = {
    idf: { ofTerm: () => 0, ofString: () => 0 },
    bitsOf: ({ words }) => words.map(() => 0),
  }
  return sentenceBaselines(nothing).filter(({ name }) => names.includes(name))
}

/** BM25, a third of the better neighbour's, and a bonus for what the question asks for. The weights were set once, unseen. */
function withNeighbours(item: AnswerCase, asked: readonly number[]): number[] {
  const isAnswer = answerTypeOf(item.question)
  const stems = new Set(questionTerms(item).map(shortStem))
  return sentenceTexts(item).map((text, i) => {
    const beside = Math.max(asked[Math.max(0, i - 1)]!, asked[Math.min(asked.length - 1, i + 1)]!)
    const shares = termsOf(text).some((term) => stems.has(shortStem(term)))
    return asked[i]! + 0.35 * beside + (isAnswer(text) ? 0.5 : 0) + (shares ? 0.2 : 0)
  })
}

function questionTerms({ question }: AnswerCase): string[] {
  return [...new Set(termsOf(question))].filter((term) => !STOP_WORDS.has(term))
}

function shortStem(term: string): string {
  return term.slice(0, 5)
}

function inOrder(scores: readonly number[]): number[] {
  return scores.map((score, i) => score - i * 1e-6)
}
