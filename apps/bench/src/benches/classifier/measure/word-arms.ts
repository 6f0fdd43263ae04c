import { createNGram, type WordedText } from '@x/agentcompbench'
import { STOP_WORDS, termsOf } from '@x/classifier/training'
import type { Arm } from './arm.ts'
import { type CountedIdf, countIdf } from './counted-idf.ts'
import { fillGroups } from './fill.ts'

/** A text of words and sentences, with the question about it (empty where it is not known). */
export interface WordedCase extends WordedText {
  readonly docId: string
  readonly question: string
}

/** What the baselines know beforehand, counted on the train split. */
export interface WordStatistics {
  readonly idf: CountedIdf
  /** Bits of each word of a text: the sum over its pieces. */
  readonly bitsOf: (item: WordedText) => number[]
}

/** Counts texts of the train split. */
export function countWords(texts: readonly string[]): WordStatistics {
  const ngram = createNGram()
  for (const text of texts) ngram.learn(text)
  return {
    idf: countIdf(texts.flatMap((text) => text.split('\n'))),
    bitsOf({ text, words }) {
      const bits = new Array<number>(words.length).fill(0)
      let at = 0
      for (const piece of ngram.bitsOf(text, 0)) {
        while (at < words.length && words[at]!.end <= piece.start) at += 1
        if (at < words.length && piece.end > words[at]!.start) bits[at]! += piece.bits
      }
      return bits
    },
  }
}

/** Scores of words or of sentences, for a text. */
export type ScoresOf<Case> = (item: Case) => readonly number[]

/** An arm that keeps whole sentences by score. */
export function bySentence<Case extends WordedText>(
  name: string,
  scoresOf: ScoresOf<Case>,
): Arm<Case> {
  return {
    name,
    prepare(item) {
      const scores = scoresOf(item)
      return (rate) => fillGroups(item.sentences, scores, costsOf(item), rate * item.total)
    },
  }
}

/** An arm that keeps single words by score. */
export function byWord<Case extends WordedText>(name: string, scoresOf: ScoresOf<Case>): Arm<Case> {
  return {
    name,
    prepare(item) {
      const scores = scoresOf(item)
      const single = item.words.map((_, i) => [i])
      return (rate) => fillGroups(single, scores, costsOf(item), rate * item.total)
    },
  }
}

export function costsOf({ words }: WordedText): number[] {
  return words.map(({ cost }) => cost)
}

/** Sums of the words' values in each sentence, per piece. */
export function perPiece(item: WordedText, values: readonly number[]): number[] {
  return item.sentences.map((sentence) => {
    const cost = sentence.reduce((sum, word) => sum + item.words[word]!.cost, 0)
    return sentence.reduce((sum, word) => sum + values[word]!, 0) / cost
  })
}

/** The texts of the sentences, white space as single blanks. */
export function sentenceTexts({ words, sentences }: WordedText): string[] {
  return sentences.map((sentence) => sentence.map((word) => words[word]!.shown).join(' '))
}

/** How rare the rarest term of each word is. */
export function raritiesOf({ words }: WordedText, idf: CountedIdf): number[] {
  return words.map(({ shown }) => idf.ofString(shown))
}

/** Words with a digit, and words with a capital that do not open a sentence. */
export function standOut({ words, sentences }: WordedText): boolean[] {
  const first = new Set(sentences.map((sentence) => sentence[0]))
  return words.map(
    ({ shown }, i) => /\p{N}/u.test(shown) || (/^["'([]*\p{Lu}/u.test(shown) && !first.has(i)),
  )
}

/** Whether a word holds nothing but stop words. */
export function isStopWord(shown: string): boolean {
  const terms = termsOf(shown)
  return terms.length > 0 && terms.every((term) => STOP_WORDS.has(term))
}
