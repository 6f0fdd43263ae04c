/** White space. */
export const SPACE = 1
/** A letter, or a number that is no decimal digit (Roman numerals, superscripts). */
export const LETTER = 2
/** A decimal digit of any script. */
export const DIGIT = 3
/** Whatever else: punctuation, symbols, combining marks, the underscore. */
export const MARK = 4

const UNKNOWN = 0
const BASIC_PLANE = 0x10000

const table = new Uint8Array(BASIC_PLANE)

/** The class of a code point: `SPACE`, `LETTER`, `DIGIT` or `MARK`. */
export function classOf(codePoint: number): number {
  if (codePoint >= BASIC_PLANE) return find(codePoint)
  const known = table[codePoint]!
  if (known !== UNKNOWN) return known
  const found = find(codePoint)
  table[codePoint] = found
  return found
}

/** Whether a code point is a letter or a number. */
export function isAlphanumeric(codePoint: number): boolean {
  const found = classOf(codePoint)
  return found === LETTER || found === DIGIT
}

function find(codePoint: number): number {
  const character = String.fromCodePoint(codePoint)
  if (/\s/u.test(character)) return SPACE
  if (/[\p{L}\p{Nl}\p{No}]/u.test(character)) return LETTER
  return /\p{Nd}/u.test(character) ? DIGIT : MARK
}
