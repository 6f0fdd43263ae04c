import { aliasNames } from '../inline/grammar.ts'
import type { TokenCounter } from '../token-counter.ts'
import { scanGlyphs } from './scan-glyphs.ts'

/** Ways to write an alias. */
export type StyleName = 'dollar' | 'tilde' | 'hash' | 'at' | 'section' | 'dstroke' | 'glyph'

/** A row of the table of styles. */
export interface AliasStyle {
  readonly name: StyleName
  /** The first 100 aliases in the order in which they are given out; fewer where the vocabulary has fewer. */
  aliases(counter: TokenCounter): readonly string[]
  /** Whether a text spells anything of this form by itself: then the style is not free there. */
  occursIn(text: string, counter: TokenCounter): boolean
}

/** Most aliases of one dictionary. */
export const MAX_ALIASES = 100

const NAMES: readonly string[] = [...aliasNames()].slice(0, MAX_ALIASES)
/** `01` to `99`, then `00`: all of one width, so that none begins another. */
const TWO_DIGITS: readonly string[] = Array.from({ length: MAX_ALIASES }, (_, at) =>
  String((at + 1) % 100).padStart(2, '0'),
)
const NUMBERS: readonly string[] = Array.from({ length: MAX_ALIASES }, (_, at) => String(at))

/** Every style, the first of two equally cheap ones first. */
export const ALIAS_STYLES: readonly AliasStyle[] = [
  spelled('dollar', '$', NAMES, /\$[a-z]{1,2}(?!\w)/),
  spelled('tilde', '~', NAMES, /~[a-z]{1,2}(?!\w)/),
  spelled('hash', '#', NAMES, /#[a-z]{1,2}(?!\w)/),
  spelled('at', '@', TWO_DIGITS, /@\d/),
  spelled('section', '§', TWO_DIGITS, /§/),
  spelled('dstroke', 'Đ', NUMBERS, /Đ\d/),
  {
    name: 'glyph',
    aliases: (counter) => scanGlyphs(counter).slice(0, MAX_ALIASES),
    occursIn: (text, counter) => scanGlyphs(counter).some((glyph) => text.includes(glyph)),
  },
]

function spelled(
  name: StyleName,
  sigil: string,
  endings: readonly string[],
  form: RegExp,
): AliasStyle {
  const aliases = endings.map((ending) => sigil + ending)
  return { name, aliases: () => aliases, occursIn: (text) => form.test(text) }
}

/**
 * The style of a name.
 * @throws {RangeError} for a name that is not in the table
 */
export function styleOf(name: StyleName): AliasStyle {
  const style = ALIAS_STYLES.find((row) => row.name === name)
  if (style !== undefined) return style
  const known = ALIAS_STYLES.map((row) => row.name).join(', ')
  throw new RangeError(`style is ${JSON.stringify(name)}; use auto, ${known}`)
}
