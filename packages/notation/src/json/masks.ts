/** How the digits of a cell stand in a string: `503-###-####`, `##:##`. */
export interface Mask {
  readonly text: string
  /** Digits that it takes. */
  readonly places: number
}

/** What stands for a digit of the cell in a mask. */
const PLACE = '#'
/** A longer text is no phone number, date or time. */
const LONGEST = 100
/** More digits in a row are hard to tell apart. */
const MOST_PLACES = 8
/**
 * From the first place to the last: a phone number or date, or a time; not both, which would be a time stamp, and nothing
 * with points, which part decimals, versions and addresses.
 */
const PLACES = /^#(?:[-/() #\d]*|[:#\d]*)#$/
/** Side by side: one alone may be a sign of its own. */
const NEIGHBOURS = /##/
/** Something between two places: else an affix does as well. */
const PARTED = /#[^#]+#/
/** What a word with a mask holds. */
const PARTED_DIGITS = /\d\D+\d/
/** What means something else in a header or a JSON string. */
const UNSAFE = /["\\\n\r]/

/** The mask that a text is; `undefined` where it is none. */
export function readMask(text: string): Mask | undefined {
  if (text.length > LONGEST || UNSAFE.test(text)) return undefined
  const inner = text.slice(text.indexOf(PLACE), text.lastIndexOf(PLACE) + 1)
  const isMask = NEIGHBOURS.test(inner) && PARTED.test(inner) && PLACES.test(inner)
  const places = inner.split(PLACE).length - 1
  return isMask && places <= MOST_PLACES ? { text, places } : undefined
}

/**
 * The masks that at least this many words have: digits that differ have a place, all else is alike in all of them. Two
 * at most: one for all words of a shape, and one for those of them that agree in the first number that differs. None where
 * an affix would leave the same cells.
 */
export function frequentMasks(words: readonly string[], least: number): Mask[] {
  const parted = words.filter(mayHaveMask)
  if (parted.length < Math.max(2, least)) return []
  const alike = largestGroup(parted, (word) => word.replace(/\d/g, PLACE))
  const numbers = alike.map((word) => word.match(/\d+/g) ?? [])
  const differing = numbers[0]?.findIndex((number, i) => numbers.some((row) => row[i] !== number))
  const near = largestGroup(alike, (word) => word.match(/\d+/g)?.[differing ?? 0] ?? '')
  const groups = near.length < alike.length ? [alike, near] : [alike]
  return groups.flatMap((group) => (group.length < Math.max(2, least) ? [] : (maskOf(group) ?? [])))
}

function mayHaveMask(word: string): boolean {
  return word.length <= LONGEST && PARTED_DIGITS.test(word) && !word.includes(PLACE)
}

function largestGroup(words: readonly string[], keyOf: (word: string) => string): string[] {
  const groups = new Map<string, string[]>()
  for (const word of words) {
    const key = keyOf(word)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [word])
    else group.push(word)
  }
  return [...groups.values()].reduce((a, b) => (b.length > a.length ? b : a), [])
}

/** Numbers that are the same in all words stand for themselves. */
function maskOf(words: readonly string[]): Mask | undefined {
  const first = words[0]!
  return readMask(
    first.replace(/\d+/g, (number, at: number) =>
      words.every((word) => word.startsWith(number, at)) ? number : PLACE.repeat(number.length),
    ),
  )
}

/** The digits of a word that has this mask, in their order; `undefined` for another one. */
export function digitsIn({ text }: Mask, word: string): string | undefined {
  if (word.length !== text.length) return undefined
  let digits = ''
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] !== PLACE) {
      if (text[at] !== word[at]) return undefined
    } else if (isDigit(word.charCodeAt(at))) digits += word[at]
    else return undefined
  }
  return digits
}

/** The word that these digits make; `undefined` where they are not as many digits as the mask takes. */
export function fillMask({ text, places }: Mask, digits: string): string | undefined {
  if (digits.length !== places || !/^\d+$/.test(digits)) return undefined
  let next = 0
  return text.replace(/#/g, () => digits[next++]!)
}

function isDigit(unit: number): boolean {
  return unit >= 48 && unit <= 57
}
