import type { Wordpiece } from '../encoder/wordpiece.ts'
import { batchSentences, type SentenceBatch, sentencePieces } from './sentence-batches.ts'

/** What reads sentences. */
export interface SentenceReader {
  readonly wordpiece: Wordpiece
  /** Tokens of a sentence that are read. */
  readonly window: number
  /** A unit vector for each row of a batch. */
  embed(batch: SentenceBatch): Promise<readonly ArrayLike<number>[]>
}

/**
 * Compares sentences with a question, given by its pieces. What repeats is read once, and no vector is kept. `proceed` is called
 * before each batch with the share of the sentences that the vocabulary lacks, and throws to end it.
 */
export async function compareSentences(
  question: readonly number[],
  sentences: readonly string[],
  { wordpiece, window, embed }: SentenceReader,
  proceed: (uncovered: number) => void,
): Promise<number[]> {
  const numbers = new Map<string, number>()
  for (const text of sentences) if (!numbers.has(text)) numbers.set(text, numbers.size)
  const rows = Array.from(numbers.keys(), (text) => sentencePieces(text, wordpiece, window))
  const uncovered = unknownShare(rows, wordpiece.unknown)
  proceed(uncovered)
  const [asked] = await embed(batchSentences([question])[0]!)
  const alike = new Float64Array(rows.length)
  for (const batch of batchSentences(rows)) {
    proceed(uncovered)
    const vectors = await embed(batch)
    for (const [row, text] of batch.texts.entries()) alike[text] = cosineOf(vectors[row]!, asked!)
  }
  return sentences.map((text) => alike[numbers.get(text)!]!)
}

/** Of unit vectors. */
function cosineOf(one: ArrayLike<number>, other: ArrayLike<number>): number {
  let sum = 0
  for (let i = 0; i < one.length; i++) sum += one[i]! * other[i]!
  return sum
}

function unknownShare(rows: readonly (readonly number[])[], unknown: number): number {
  let all = 0
  let missing = 0
  for (const row of rows) {
    // Without the two marks.
    all += row.length - 2
    for (const id of row) if (id === unknown) missing += 1
  }
  return all === 0 ? 0 : missing / all
}
