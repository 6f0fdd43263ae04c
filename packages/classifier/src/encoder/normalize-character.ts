/** What a character becomes before it is looked up: nothing, a blank, a character that stands alone, or others. */
export interface NormalCharacter {
  readonly kind: 'none' | 'blank' | 'alone' | 'inside'
  /** Its letters in lower case without accents; empty for `none` and `blank`. */
  readonly shown: string
}

const NONE: NormalCharacter = { kind: 'none', shown: '' }
const BLANK: NormalCharacter = { kind: 'blank', shown: '' }
const ACCENTS = /\p{Mn}/gu
const CONTROL = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/u
const BLANKS = /\s/u
const PUNCTUATION = /[\p{P}$+<=>^`|~]/u
/** Ideographs, by the blocks that BERT's tokenizer names. */
const IDEOGRAPH =
  /[\u4e00-\u9fff\u3400-\u4dbf\u{20000}-\u{2a6df}\u{2a700}-\u{2b73f}\u{2b740}-\u{2b81f}\u{2b820}-\u{2ceaf}\uf900-\ufaff\u{2f800}-\u{2fa1f}]/u
const REPLACEMENT = '\ufffd'

const known = new Map<string, NormalCharacter>()

/** Lower case, accents off, control characters gone, punctuation and ideographs apart: uncased BERT's normalisation. */
export function normalizeCharacter(character: string): NormalCharacter {
  let found = known.get(character)
  if (found === undefined) {
    found = normalize(character)
    known.set(character, found)
  }
  return found
}

function normalize(character: string): NormalCharacter {
  if (BLANKS.test(character) && character !== '\ufeff') return BLANK
  if (character === REPLACEMENT || CONTROL.test(character)) return NONE
  if (IDEOGRAPH.test(character)) return { kind: 'alone', shown: character }
  const shown = lowered(character.normalize('NFD').replace(ACCENTS, ''))
  if (shown === '') return NONE
  return { kind: PUNCTUATION.test(shown) ? 'alone' : 'inside', shown }
}

/** Letter by letter: the case of a letter must not depend on its neighbours. */
function lowered(text: string): string {
  return Array.from(text, (letter) => letter.toLowerCase()).join('')
}
