import type { StringSpan } from '../text/strings.ts'
import { describePiece } from './describe-words.ts'
import type { Piece } from './wordpiece.ts'

/** One token of a model's input. */
export interface Token {
  readonly id: number
  readonly features: Uint16Array
  /** The index of the word that it scores: that whose first piece it is; -1 for none. */
  readonly word: number
}

/** The pieces of a region with what is known of its strings. */
export interface RegionPieces {
  readonly pieces: readonly Piece[]
  /** For each piece the string that it belongs to, or -1. */
  readonly owners: Int32Array
  /** Strings that some piece spells. */
  readonly covered: ReadonlySet<number>
  /** Features of each string, and of what belongs to none. */
  readonly rows: readonly Uint16Array[]
  readonly plain: Uint16Array
  /** The index of the region's first string among the words of the text. */
  readonly firstWord: number
}

/** Pieces of one string beyond these are not read: a hash needs no spelling out. */
const MAX_PIECES = 8

/** For each piece the index of the string that it is part of, or -1. Both are in order. */
export function ownersOf(pieces: readonly Piece[], strings: readonly StringSpan[]): Int32Array {
  let at = 0
  return Int32Array.from(pieces, ({ start, end }) => {
    while (at < strings.length && strings[at]!.end <= start) at++
    return at < strings.length && end > strings[at]!.start ? at : -1
  })
}

/** The strings that at least one known piece belongs to. */
export function coveredBy(
  pieces: readonly Piece[],
  owners: Int32Array,
  unknown: number,
): ReadonlySet<number> {
  const covered = new Set<number>()
  for (const [i, { id }] of pieces.entries()) if (id !== unknown) covered.add(owners[i]!)
  return covered
}

/** Adds the tokens of a region. */
export function appendTokens(tokens: Token[], region: RegionPieces): void {
  const { pieces, owners, covered, rows, plain, firstWord } = region
  let owner = -1
  let count = 0
  for (const [i, { id }] of pieces.entries()) {
    const now = owners[i]!
    count = now === owner ? count + 1 : 0
    owner = now
    if (owner === -1) {
      tokens.push({ id, features: describePiece(plain, 'none'), word: -1 })
    } else if (count < MAX_PIECES) {
      const features = describePiece(rows[owner]!, count === 0 ? 'first' : 'later')
      const isScored = count === 0 && covered.has(owner)
      tokens.push({ id, features, word: isScored ? firstWord + owner : -1 })
    }
  }
}
