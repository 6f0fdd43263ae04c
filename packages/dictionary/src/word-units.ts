const LETTER = /[\p{L}\p{N}\p{M}_]/u
/** Scripts that put no spaces between words: each character is a unit of its own. */
const UNSPACED = /[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]/

const UNKNOWN = 0
const WORD = 1
const NO_WORD = 2
const kinds = new Uint8Array(0x10000)

/**
 * Whether a UTF-16 code unit continues a word: letters, digits, marks and `_`. Han and kana do not, and halves of a
 * surrogate pair never do, so that one code unit is enough to decide where an alias ends.
 */
export function isWordUnit(unit: number): boolean {
  const kind = kinds[unit]!
  if (kind !== UNKNOWN) return kind === WORD
  const character = String.fromCharCode(unit)
  const isWord = LETTER.test(character) && !UNSPACED.test(character)
  kinds[unit] = isWord ? WORD : NO_WORD
  return isWord
}

/** Whether a code unit is a word by itself (Han, kana). */
export function isUnspacedUnit(unit: number): boolean {
  return unit >= 0x3040 && UNSPACED.test(String.fromCharCode(unit))
}

/** Regular expression source that holds where no word goes on; agrees with `isWordUnit` (needs flag `u`). */
export const NO_WORD_AHEAD: string =
  '(?!(?![\\u3040-\\u30ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\u{10000}-\\u{10ffff}])[\\p{L}\\p{N}\\p{M}_])'
