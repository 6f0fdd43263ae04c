/** What the characters of a line add up to. */
export interface WordCounts {
  /** Words between blanks; those of letters alone, with the marks of prose around them; those of digits and such marks. */
  readonly words: number
  readonly plainWords: number
  readonly numbers: number
  readonly letters: number
  /** Characters that are not blank. */
  readonly characters: number
  readonly quotes: number
  readonly commas: number
  readonly colons: number
  readonly semicolons: number
  readonly pipes: number
  readonly tabs: number
  readonly brackets: number
  readonly parens: number
  /** Characters that are neither letters, digits, blanks nor marks of prose. */
  readonly symbols: number
  /** Runs of two or more blanks between words: the gutters of columns. */
  readonly gutters: number
}

const BLANK = 0
const LETTER = 1
const CAPITAL = 2
const DIGIT = 3
/** May stand inside a word of prose, before it, after it. */
const INNER = 4
const OPENING = 5
const CLOSING = 6
const SYMBOL = 7

const CLASSES: Uint8Array = classesOfAscii()

function classesOfAscii(): Uint8Array {
  const classes = new Uint8Array(128).fill(SYMBOL)
  const rows: ReadonlyArray<readonly [string, number]> = [
    [' \t\r\n\v\f', BLANK],
    ['abcdefghijklmnopqrstuvwxyz', LETTER],
    ['ABCDEFGHIJKLMNOPQRSTUVWXYZ', CAPITAL],
    ['0123456789', DIGIT],
    ["'-", INNER],
    ['(', OPENING],
    ['.,;:!?)', CLOSING],
  ]
  for (const [characters, value] of rows) {
    for (const character of characters) classes[character.charCodeAt(0)] = value
  }
  classes['"'.charCodeAt(0)] = INNER
  return classes
}

/** How a word looks so far; `ODD` is no word of prose. */
const NOTHING = 0
const OPENED = 1
const CAPITAL_FIRST = 2
const WORD = 3
const CAPITALS = 4
const NUMBER = 5
const CLOSED = 6
const CLOSED_NUMBER = 7
const ODD = 8
const LOOKS = 9

/** The next look of a word by its look so far (rows) and the class of the character (columns). */
const STEPS: readonly Uint8Array[] = [
  // blank, letter, capital, digit, inner, opening, closing, symbol
  Uint8Array.of(NOTHING, WORD, CAPITAL_FIRST, NUMBER, OPENED, OPENED, ODD, ODD),
  Uint8Array.of(NOTHING, WORD, CAPITAL_FIRST, NUMBER, OPENED, OPENED, CLOSED, ODD),
  Uint8Array.of(NOTHING, WORD, CAPITALS, ODD, OPENED, ODD, CLOSED, ODD),
  Uint8Array.of(NOTHING, WORD, ODD, ODD, OPENED, ODD, CLOSED, ODD),
  Uint8Array.of(NOTHING, WORD, CAPITALS, ODD, OPENED, ODD, CLOSED, ODD),
  Uint8Array.of(NOTHING, ODD, ODD, NUMBER, NUMBER, ODD, CLOSED_NUMBER, ODD),
  Uint8Array.of(NOTHING, ODD, ODD, ODD, CLOSED, ODD, CLOSED, ODD),
  Uint8Array.of(NOTHING, ODD, ODD, NUMBER, CLOSED_NUMBER, ODD, CLOSED_NUMBER, ODD),
  Uint8Array.of(NOTHING, ODD, ODD, ODD, ODD, ODD, ODD, ODD),
]

const RIGHT_QUOTE = 0x2019
const PUNCTUATION_FROM = 0x2000
const LETTERS_FROM = 0x2e80

/** Scratch, filled anew for every line: arrays of their own would cost more than the counting. */
const TALLY = new Uint16Array(128)
const LOOKED = new Uint16Array(LOOKS)

/** Counts the words and characters of one line in one pass. */
export function countWords(line: string): WordCounts {
  const tally = TALLY.fill(0)
  const looks = LOOKED.fill(0)
  let look = NOTHING
  let gutters = 0
  let wideLetters = 0
  let wideSymbols = 0
  let before = BLANK
  let beforeThat = BLANK
  for (let index = 0; index < line.length; index += 1) {
    const code = line.charCodeAt(index)
    let kind = LETTER
    if (code < 128) {
      kind = CLASSES[code] as number
      tally[code] = (tally[code] as number) + 1
    } else {
      kind = classOfWide(code)
      if (kind === LETTER) wideLetters += 1
      else wideSymbols += 1
    }
    if (kind === BLANK && before !== BLANK) looks[look] = (looks[look] as number) + 1
    if (kind === BLANK && before === BLANK && beforeThat !== BLANK) gutters += 1
    look = (STEPS[look] as Uint8Array)[kind] as number
    beforeThat = before
    before = kind
  }
  if (before !== BLANK) looks[look] = (looks[look] as number) + 1
  return summed(tally, looks, { gutters, wideLetters, wideSymbols })
}

/** Letters of other scripts are letters; dashes, arrows and box lines are not. */
function classOfWide(code: number): number {
  if (code < PUNCTUATION_FROM || code >= LETTERS_FROM) return LETTER
  return code === RIGHT_QUOTE ? INNER : SYMBOL
}

interface Extra {
  readonly gutters: number
  readonly wideLetters: number
  readonly wideSymbols: number
}

function summed(tally: Uint16Array, looks: Uint16Array, extra: Extra): WordCounts {
  const of = (character: string): number => tally[character.charCodeAt(0)] as number
  let letters = extra.wideLetters
  let characters = extra.wideLetters + extra.wideSymbols
  let symbols = extra.wideSymbols
  for (let code = 0; code < 128; code += 1) {
    const kind = CLASSES[code] as number
    if (kind !== BLANK) characters += tally[code] as number
    if (kind === LETTER || kind === CAPITAL) letters += tally[code] as number
    else if (kind === SYMBOL) symbols += tally[code] as number
  }
  const at = (look: number): number => looks[look] as number
  return {
    words: looks.reduce((sum, count) => sum + count, 0),
    plainWords: at(OPENED) + at(CAPITAL_FIRST) + at(WORD) + at(CAPITALS) + at(CLOSED),
    numbers: at(NUMBER) + at(CLOSED_NUMBER),
    letters,
    characters,
    quotes: of('"'),
    commas: of(','),
    colons: of(':'),
    semicolons: of(';'),
    pipes: of('|'),
    tabs: of('\t'),
    brackets: of('{') + of('}') + of('[') + of(']'),
    parens: of('(') + of(')'),
    symbols,
    gutters: extra.gutters,
  }
}
