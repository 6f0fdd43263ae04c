import { chance } from '@x/agentcompbench'
import type { Arm } from '../measure/arm.ts'
import { bm25 } from '../measure/bm25.ts'
import {
  bySentence,
  byWord,
  perPiece,
  raritiesOf,
  sentenceTexts,
  standOut,
  type WordStatistics,
} from '../measure/word-arms.ts'
import { coverSentences, stemWeights } from './cover-sentences.ts'
import type { ReferenceSource } from './measures.ts'

type ReferenceArm = Arm<ReferenceSource>

/** Whole sentences. */
export function sentenceBaselines({ idf, bitsOf }: WordStatistics): ReferenceArm[] {
  return [
    bySentence('random', (item) => item.sentences.map((_, i) => chance(item.text.slice(0, 80), i))),
    bySentence('head', (item) => item.sentences.map((_, i) => -i)),
    bySentence('head and tail', ({ sentences }) =>
      sentences.map((_, i) => -Math.min(i, sentences.length - 1 - i)),
    ),
    bySentence('TF-IDF per token', (item) => perPiece(item, raritiesOf(item, idf))),
    bySentence('surprisal per token', (item) => perPiece(item, bitsOf(item))),
    bySentence('numbers and capitals', (item) => perPiece(item, standOut(item).map(Number))),
    bySentence('new words per token', (item) => perPiece(item, firstOccurrences(item).map(Number))),
    bySentence('BM25, question known', (item) =>
      bm25(sentenceTexts(item), item.question, idf.ofTerm).map((score, i) => score - i * 1e-6),
    ),
    coverArm('cover of new words', ({ words }) => words.map(() => 1)),
    coverArm('cover of new words, idf', (item) => raritiesOf(item, idf)),
    coverArm('oracle', ({ stems, wanted }) =>
      stems.map((found) => Number(found.some((stem) => wanted.has(stem)))),
    ),
  ]
}

/** Single words: what stop words and lists of distinct words reach. */
export function wordBaselines({ idf, bitsOf }: WordStatistics): ReferenceArm[] {
  return [
    byWord('random, words', (item) =>
      item.words.map((_, i) => chance(item.text.slice(0, 80), i, 'w')),
    ),
    byWord('stop words out, words', ({ stems }) =>
      stems.map((found, i) => (found.length > 0 ? 1 : 0) - i * 1e-6),
    ),
    byWord('TF-IDF, words', (item) => raritiesOf(item, idf)),
    byWord('surprisal, words', bitsOf),
    byWord('numbers and capitals, words', (item) =>
      standOut(item).map((is, i) => Number(is) - i * 1e-6),
    ),
    byWord('first occurrences, idf, words', (item) => {
      const rare = raritiesOf(item, idf)
      return firstOccurrences(item).map((is, i) => (is ? 100 : 0) + rare[i]!)
    }),
  ]
}

/** Whether a word is the first with its stem. */
export function firstOccurrences({ stems }: ReferenceSource): boolean[] {
  const seen = new Set<string>()
  return stems.map((found) => {
    const [stem] = found
    if (stem === undefined) return false
    const isFirst = !seen.has(stem)
    for (const each of found) seen.add(each)
    return isFirst
  })
}

/** Cover of stems by the words' weights. */
function coverArm(
  name: string,
  weightsOf: (item: ReferenceSource) => readonly number[],
): ReferenceArm {
  return {
    name,
    prepare(item) {
      const values = weightsOf(item)
      const weights = stemWeights(item, (word) => values[word]!)
      return (rate) => coverSentences(item, weights, rate * item.total)
    },
  }
}
