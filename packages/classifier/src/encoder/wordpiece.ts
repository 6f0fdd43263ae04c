import { normalizeCharacter } from './normalize-character.ts'

/** A piece of a word, by its number in the vocabulary, with its place in the text (UTF-16 code units). */
export interface Piece {
  readonly id: number
  readonly start: number
  readonly end: number
}

/** Cuts texts into the word pieces of one vocabulary. */
export interface Wordpiece {
  /** Numbers of the marks that frame what a model reads. */
  readonly begin: number
  readonly separator: number
  readonly unknown: number
  /** The pieces of a text, or of a range of it, in order; a word without any is one `unknown` piece. */
  piecesOf(text: string, start?: number, end?: number): Piece[]
}

/** Words of more letters are unknown. */
const MAX_LETTERS = 100
const CONTINUED = '##'
const LAST_BASIC = 0xffff

interface Letter {
  readonly shown: string
  readonly start: number
  readonly end: number
}

/**
 * Reads a vocabulary, one piece a line, `##` before those that continue a word. Pieces are found as uncased BERT does:
 * the longest known beginning, again and again.
 *
 * @throws RangeError when the vocabulary lacks `[CLS]`, `[SEP]` or `[UNK]`.
 */
export function createWordpiece(vocabulary: string): Wordpiece {
  const ids = new Map(vocabulary.split(/\r?\n/).map((piece, id) => [piece, id]))
  const idOf = (mark: string) => {
    const id = ids.get(mark)
    if (id === undefined) throw new RangeError(`The vocabulary has no ${mark}.`)
    return id
  }
  const unknown = idOf('[UNK]')
  return {
    begin: idOf('[CLS]'),
    separator: idOf('[SEP]'),
    unknown,
    piecesOf(text, start = 0, end = text.length) {
      const found: Piece[] = []
      for (const word of wordsOf(text, start, end)) appendPieces(found, word, ids, unknown)
      return found
    },
  }
}

/** Runs of letters between blanks and punctuation; what stands alone is a run of its own. */
function* wordsOf(text: string, start: number, end: number): Generator<readonly Letter[]> {
  let run: Letter[] = []
  for (let at = start; at < end; ) {
    const codePoint = text.codePointAt(at)!
    const next = Math.min(end, at + (codePoint > LAST_BASIC ? 2 : 1))
    const { kind, shown } = normalizeCharacter(text.slice(at, next))
    if (kind !== 'inside' && kind !== 'none' && run.length > 0) {
      yield run
      run = []
    }
    if (kind === 'alone') yield [{ shown, start: at, end: next }]
    if (kind === 'inside')
      for (const letter of shown) run.push({ shown: letter, start: at, end: next })
    at = next
  }
  if (run.length > 0) yield run
}

function appendPieces(
  found: Piece[],
  letters: readonly Letter[],
  ids: ReadonlyMap<string, number>,
  unknown: number,
): void {
  const whole = { id: unknown, start: letters[0]!.start, end: letters.at(-1)!.end }
  if (letters.length > MAX_LETTERS) {
    found.push(whole)
    return
  }
  const before = found.length
  for (let from = 0; from < letters.length; ) {
    const to = longestPiece(letters, from, ids)
    if (to === from) {
      found.length = before
      found.push(whole)
      return
    }
    const id = ids.get(spelled(letters, from, to))!
    found.push({ id, start: letters[from]!.start, end: letters[to - 1]!.end })
    from = to
  }
}

function longestPiece(
  letters: readonly Letter[],
  from: number,
  ids: ReadonlyMap<string, number>,
): number {
  let to = letters.length
  while (to > from && !ids.has(spelled(letters, from, to))) to--
  return to
}

function spelled(letters: readonly Letter[], from: number, to: number): string {
  let piece = from > 0 ? CONTINUED : ''
  for (let i = from; i < to; i++) piece += letters[i]!.shown
  return piece
}
