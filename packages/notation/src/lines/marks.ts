/** Signs that may begin a mark, cheapest first; the first whose marks do not stand in the text is used. */
const SIGNS = ['$', '&', '#', '@', '^', '%', '~', '§', '¤', '¬']

/** Brackets of a slot in a template. */
const BRACKETS = ['{}', '<>', '[]', '()', '«»', '‹›']

/** The word characters that follow a sign in a mark. */
const AFTER_SIGN = /[A-Za-z0-9<>.:#]/

/** The first sign that is never followed by a character of a mark; `undefined` where every one is. */
export function freeSign(lines: readonly string[]): string | undefined {
  return SIGNS.find((sign) => lines.every((line) => isFree(sign, line)))
}

function isFree(sign: string, line: string): boolean {
  for (let at = line.indexOf(sign); at >= 0; at = line.indexOf(sign, at + 1)) {
    if (AFTER_SIGN.test(line[at + 1] ?? '')) return false
  }
  return true
}

/** Whether a character can be the sign of a rendered text. */
export function isSign(sign: string): boolean {
  return SIGNS.includes(sign)
}

/** The first brackets in which no text of a template would read as a slot, and no slot after the sign as a mark (`$<`). */
export function freeBrackets(texts: readonly string[], sign: string): string | undefined {
  return BRACKETS.find((brackets) => {
    const slot = slotPattern(brackets)
    if (AFTER_SIGN.test(brackets[0]!) && texts.includes(sign)) return false
    return texts.every((text) => text.search(slot) < 0)
  })
}

/** Whether two characters are the brackets of a rendered text. */
export function isBrackets(brackets: string): boolean {
  return BRACKETS.includes(brackets)
}

/** Matches `{}`, `{*}` (may hold blanks), `{:9}` (padded to 9), `{2}` (the second value again), `{@40}` (column stop). */
export function slotPattern(brackets: string): RegExp {
  const [open, close] = [...brackets].map((bracket) => '\\' + bracket)
  return new RegExp(`${open}(?:(\\*?)(?::(\\d{1,4}))?|(\\d{1,3})|@(\\d{1,4}))${close}`, 'g')
}

/** Short names in order: the small letters, the capital ones, then two letters. */
export function nameAt(index: number): string {
  if (index < LETTERS.length) return LETTERS[index]!
  const rest = index - LETTERS.length
  return (
    LETTERS[Math.floor(rest / LETTERS.length) % LETTERS.length]! + LETTERS[rest % LETTERS.length]!
  )
}

/** First those that are one token after `$` in o200k, then the others. */
const LETTERS = 'abcdfijlmnopqrstvxeghkuwyzABCDEFGHIJKLMNOPQRSTUVWXYZ'

/** How many names there are. */
export const MOST_NAMES: number = LETTERS.length * (LETTERS.length + 1)
