/** What stands for a digit of the cell in a mask. */
const DIGIT = '#'
/** Two places side by side make a mask; one alone may be a sign of its own. */
const PLACES = /##/
/** More digits in a row are no phone number, date or time, and hard to tell apart. */
const MOST_DIGITS = 8
/** A longer text is none of these. */
const LONGEST = 100
/** What may stand between the digits of a phone number, a date or a time. Points part decimals, versions and addresses. */
const BETWEEN = /^[-:/() #\d]*$/
/** A character with a meaning in headers, or in JSON strings. */
const UNSAFE = /[#"\\\n\r]/

/**
 * The masks that at least this many words have, such as `510-###-####` or `##:##`: digits that differ are `#`, all else is
 * alike in all of them. Two at most: one for all words of a shape, and one for those of them that agree in the first
 * number that differs. None where an affix would leave the same cells.
 */
export function frequentMasks(words: readonly string[], least: number): string[] {
  const plain = words.filter((word) => word.length <= LONGEST && !UNSAFE.test(word))
  const alike = largestGroup(plain, (word) => word.replace(/\d/g, DIGIT))
  const numbers = alike.map((word) => word.match(/\d+/g) ?? [])
  const differing = numbers[0]?.findIndex((number, i) => numbers.some((row) => row[i] !== number))
  const near = largestGroup(alike, (word) => word.match(/\d+/g)?.[differing ?? 0] ?? '')
  const groups = near.length < alike.length ? [alike, near] : [alike]
  return groups.flatMap((group) => (group.length < Math.max(2, least) ? [] : (maskOf(group) ?? [])))
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
function maskOf(words: readonly string[]): string | undefined {
  const first = words[0]!
  const mask = first.replace(/\d+/g, (number, at: number) =>
    words.every((word) => word.startsWith(number, at)) ? number : DIGIT.repeat(number.length),
  )
  const inner = mask.slice(mask.indexOf(DIGIT), mask.lastIndexOf(DIGIT) + 1)
  const places = placesIn(mask)
  const isParted = inner.length > places
  return PLACES.test(mask) && isParted && places <= MOST_DIGITS && BETWEEN.test(inner)
    ? mask
    : undefined
}

/** Whether a text is a mask: two places side by side. */
export function isMask(text: string): boolean {
  return PLACES.test(text)
}

/** Digits that a mask takes. */
export function placesIn(mask: string): number {
  let places = 0
  for (const character of mask) if (character === DIGIT) places += 1
  return places
}

/** The digits of a word that has this mask, in their order; `undefined` for another one. */
export function digitsIn(mask: string, word: string): string | undefined {
  if (word.length !== mask.length) return undefined
  let digits = ''
  for (let at = 0; at < mask.length; at += 1) {
    if (mask[at] !== DIGIT) {
      if (mask[at] !== word[at]) return undefined
    } else if (isDigit(word.charCodeAt(at))) digits += word[at]
    else return undefined
  }
  return digits
}

/** The word that these digits make; `undefined` where they are not as many digits as the mask takes. */
export function fillMask(mask: string, digits: string): string | undefined {
  if (digits.length !== placesIn(mask)) return undefined
  let word = ''
  let next = 0
  for (const character of mask) {
    if (character !== DIGIT) word += character
    else if (isDigit(digits.charCodeAt(next))) word += digits[next++]
    else return undefined
  }
  return word
}

function isDigit(unit: number): boolean {
  return unit >= 48 && unit <= 57
}
