import { countPieces, STOP_WORDS, sentencesOf, termsOf, wordsOf } from '@x/classifier/training'

/** A text cut into words at blanks, with what each costs and the sentence it stands in. */
export interface WordedText {
  readonly text: string
  readonly words: readonly ShownWord[]
  /** Pieces of all words. */
  readonly total: number
  /** Word numbers by sentence, in order. */
  readonly sentences: readonly (readonly number[])[]
}

export interface ShownWord {
  /** Where it stands, in UTF-16 units, with the marks that stick to it. */
  readonly start: number
  readonly end: number
  readonly shown: string
  readonly cost: number
  readonly sentence: number
}

/** Cuts a text into words and sentences. */
export function wordText(text: string): WordedText {
  const ends = sentencesOf(text).map((sentence) => sentence.end)
  const sentences: number[][] = []
  let at = 0
  let last = -1
  const words = wordsOf(text).map(({ start, end }, index): ShownWord => {
    while (at < ends.length - 1 && ends[at]! <= start) at += 1
    if (at !== last) sentences.push([])
    last = at
    sentences.at(-1)!.push(index)
    const shown = text.slice(start, end)
    const cost = Math.max(1, countPieces(` ${shown}`))
    return { start, end, shown, cost, sentence: sentences.length - 1 }
  })
  return { text, words, total: words.reduce((sum, word) => sum + word.cost, 0), sentences }
}

/** The words that a span touches, without those that hold only stop words (unless there are no others). */
export function wordsAt(worded: WordedText, start: number, end: number): number[] {
  const inside = worded.words.flatMap((word, i) =>
    word.start < end && word.end > start ? [i] : [],
  )
  const full = inside.filter((i) =>
    termsOf(worded.words[i]!.shown).some((term) => !STOP_WORDS.has(term)),
  )
  return full.length > 0 ? full : inside
}
