import { MOST_UNCOVERED } from '../encoder/coverage.ts'
import type { Wordpiece } from '../encoder/wordpiece.ts'
import { MAX_CHARACTERS } from './sentence-batches.ts'

const WORD = /[\p{L}\p{N}]/u

/**
 * The pieces of a question between their marks, the end of one that is longer than `window`: what is wanted is said last. Undefined
 * where it has no word that the vocabulary knows, or too few that it does.
 */
export function questionPieces(
  question: string,
  wordpiece: Wordpiece,
  window: number,
): number[] | undefined {
  const start = Math.max(0, question.length - MAX_CHARACTERS)
  const pieces = wordpiece.piecesOf(question, start)
  const words = pieces.filter((piece) => WORD.test(question.slice(piece.start, piece.end)))
  const unknown = words.filter(({ id }) => id === wordpiece.unknown).length
  if (unknown >= words.length || unknown > MOST_UNCOVERED * words.length) return undefined
  const ids = pieces.slice(-(window - 2)).map(({ id }) => id)
  return [wordpiece.begin, ...ids, wordpiece.separator]
}
