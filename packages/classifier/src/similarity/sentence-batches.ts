import type { Wordpiece } from '../encoder/wordpiece.ts'

/** Texts of like length that a sentence encoder reads at once. */
export interface SentenceBatch {
  /** Numbers of pieces, row by row; 0 behind the last of a row. */
  readonly ids: Int32Array
  readonly rows: number
  readonly length: number
  /** For each row the index of its text. */
  readonly texts: readonly number[]
}

/** Tokens of a batch, padding included: more take more memory and are no faster. */
const BATCH_TOKENS = 1024
/** Characters of a text that are looked at: far more than a window holds. */
export const MAX_CHARACTERS = 4000

/** The pieces at the beginning of a text, between the marks that BERT puts around one; with them no more than `window`. */
export function sentencePieces(text: string, wordpiece: Wordpiece, window: number): number[] {
  const pieces = wordpiece.piecesOf(text, 0, Math.min(text.length, MAX_CHARACTERS))
  const ids = pieces.slice(0, window - 2).map(({ id }) => id)
  return [wordpiece.begin, ...ids, wordpiece.separator]
}

/** Puts texts of like length together, the shortest first. `rows` are the pieces of each. */
export function batchSentences(rows: readonly (readonly number[])[]): SentenceBatch[] {
  const order = Array.from(rows.keys()).sort((a, b) => rows[a]!.length - rows[b]!.length || a - b)
  const batches: SentenceBatch[] = []
  let open: number[] = []
  for (const text of order) {
    if (open.length > 0 && (open.length + 1) * rows[text]!.length > BATCH_TOKENS) {
      batches.push(packRows(rows, open))
      open = []
    }
    open.push(text)
  }
  return open.length === 0 ? batches : [...batches, packRows(rows, open)]
}

/** The last of the texts is the longest. */
function packRows(rows: readonly (readonly number[])[], texts: readonly number[]): SentenceBatch {
  const { length } = rows[texts.at(-1)!]!
  const ids = new Int32Array(texts.length * length)
  for (const [row, text] of texts.entries()) ids.set(rows[text]!, row * length)
  return { ids, rows: texts.length, length, texts }
}
