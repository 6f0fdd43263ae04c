import { NO_WORD_AHEAD } from '../word-units.ts'

/** First characters of inline aliases, the cheapest and safest first; measured in the README. */
export const SIGILS: readonly string[] = ['$', '~', '&', '#', '^', '%', '@', '§']

const SIGIL = '[$~&#^%@§]'
const NAME = '[a-z]{1,2}'

/** `[$a=phrase]`, the literal `[$=text]`, or a use `$a`. */
export function readingPattern(): RegExp {
  return new RegExp(`\\[(${SIGIL})(${NAME})?=([^\\]\\n]+)\\]|${SIGIL}${NAME}${NO_WORD_AHEAD}`, 'gu')
}

/** Whatever in a plain text reads as an alias, or as the beginning of a definition. */
export function literalPattern(): RegExp {
  return new RegExp(`\\[${SIGIL}(?=(?:${NAME})?=)|${SIGIL}${NAME}${NO_WORD_AHEAD}`, 'gu')
}

/** A definition where the phrase first stands: `[$a=phrase]`. */
export function renderDefinition(alias: string, phrase: string): string {
  return `[${alias}=${phrase}]`
}

/** A text that looks like an alias and is none: `[$=$a]`. */
export function renderLiteral(literal: string): string {
  const sigil = literal.startsWith('[') ? literal[1] : literal[0]
  return `[${sigil}=${literal}]`
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz'

/** Names in the order in which they are given out: `a` to `z`, then `aa` to `zz`. */
export function* aliasNames(): Generator<string> {
  yield* LETTERS
  for (const first of LETTERS) for (const second of LETTERS) yield first + second
}
