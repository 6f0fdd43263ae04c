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

/** Texts ready for a sentence encoder. */
export interface BatchedTexts {
  readonly batches: readonly SentenceBatch[]
  /** The share of pieces that the vocabulary lacks. */
  readonly uncovered: number
}

/** Tokens of a batch, padding included: more take more memory and are no faster. */
const BATCH_TOKENS = 1024

/**
 * Cuts texts into pieces, each between the marks that BERT puts around a text, and puts those of like length together, the
 * shortest first. Of a text longer than `window` tokens the beginning is read.
 */
export function batchSentences(
  texts: readonly string[],
  wordpiece: Wordpiece,
  window: number,
): BatchedTexts {
  const pieces = texts.map((text) => wordpiece.piecesOf(text).map(({ id }) => id))
  const all = pieces.reduce((sum, { length }) => sum + length, 0)
  const unknown = pieces.flat().filter((id) => id === wordpiece.unknown).length
  const rows = pieces.map((ids) => [
    wordpiece.begin,
    ...ids.slice(0, window - 2),
    wordpiece.separator,
  ])
  const order = Array.from(rows.keys()).sort((a, b) => rows[a]!.length - rows[b]!.length || a - b)
  const batches: SentenceBatch[] = []
  let open: number[] = []
  for (const text of order) {
    if ((open.length + 1) * rows[text]!.length > BATCH_TOKENS) {
      if (open.length > 0) batches.push(packRows(rows, open))
      open = []
    }
    open.push(text)
  }
  if (open.length > 0) batches.push(packRows(rows, open))
  return { batches, uncovered: all === 0 ? 0 : unknown / all }
}

/** The last of the texts is the longest. */
function packRows(rows: readonly (readonly number[])[], texts: readonly number[]): SentenceBatch {
  const { length } = rows[texts.at(-1)!]!
  const ids = new Int32Array(texts.length * length)
  for (const [row, text] of texts.entries()) ids.set(rows[text]!, row * length)
  return { ids, rows: texts.length, length, texts }
}
