import type { JsonNode } from './json-node.ts'
import { flippedContainers, WHITE_SPACE_STYLES, type WhiteSpace, writeJson } from './white-space.ts'

/** What a mark tells of the whole value. */
export interface ValueTraits {
  /** Every bare word is a string. */
  readonly isText: boolean
  /** The keys of changed objects stand in alphabetical order. */
  readonly isSorted: boolean
}

/** A value of which nothing is told. */
export const NO_TRAITS: ValueTraits = { isText: false, isSorted: false }

/** The spacing of a text as its mark tells it: a style, and the containers that deviate from it. */
export interface JsonMark extends ValueTraits {
  readonly style: string
  /** How characters are spelled (`r`, `s`, `u`: see `unspell`), `l`: one document per line, `n`: a line break at the end. */
  readonly letters: string
  readonly flipped: ReadonlySet<number>
}

const STYLE_NAMES = Object.keys(WHITE_SPACE_STYLES)
  .filter((name) => name !== '')
  .sort((a, b) => b.length - a.length)
const MARK = new RegExp(
  `~(${STYLE_NAMES.join('|')})?(?:\\.(?!sorted)([rsuln]{1,5}))?(\\.text)?(\\.sorted)?(?:!(\\d+(?:,\\d+)*) )?:?`,
  'y',
)
const MAX_FLIPPED = 400

/** The spacing with the fewest deviations in which the node gives exactly this text; `undefined` where none does. */
export function detectMark(node: JsonNode, text: string): JsonMark | undefined {
  const source = text.slice(node.start, node.end)
  const isBroken = source.includes('\n')
  let best: JsonMark | undefined
  for (const [style, space] of Object.entries(WHITE_SPACE_STYLES)) {
    if (isBroken !== (space.indent !== undefined)) continue
    const fits = isBroken ? fitsIndent(source, space) : fitsLine(node, text, space)
    if (!fits) continue
    const flipped = isBroken ? flippedContainers(node, space, text) : new Set<number>()
    const isFewer = flipped.size < (best?.flipped.size ?? MAX_FLIPPED + 1)
    if (!isFewer || writeJson(node, space, flipped) !== source) continue
    best = { style, letters: '', flipped, ...NO_TRAITS }
    if (flipped.size === 0) return best
  }
  return best
}

/** Whether the first member or the first two items of a one-line text are spaced in this style. */
function fitsLine(node: JsonNode, text: string, { colon, comma }: WhiteSpace): boolean {
  if (node.kind === 'object' && node.keys.length > 0) {
    return text.slice(node.keys[0]!.end, node.values[0]!.start) === colon
  }
  if (node.kind !== 'array' || node.items.length < 2) return true
  return text.slice(node.items[0]!.end, node.items[1]!.start) === comma
}

/** Whether the first indented line is indented by one unit. */
function fitsIndent(source: string, { indent }: WhiteSpace): boolean {
  return /\n([ \t]*)/.exec(source.slice(0, 100_000))?.[1] === indent
}

/** `~`, the style, letters and traits after dots, and the numbers of the containers that deviate. */
export function writeMark({ style, letters, flipped, isText, isSorted }: JsonMark): string {
  const spelling = letters === '' ? '' : `.${letters}`
  const traits = (isText ? '.text' : '') + (isSorted ? '.sorted' : '')
  const deviations = flipped.size === 0 ? '' : `!${[...flipped].join(',')} `
  return `~${style}${spelling}${traits}${deviations}`
}

/** Reads a mark at an offset. */
export function readMark(text: string, at: number): JsonMark & { readonly length: number } {
  MARK.lastIndex = at
  const [whole = '', style = '', letters = '', texts, sorted, numbers = ''] = MARK.exec(text) ?? []
  const flipped = new Set(numbers === '' ? [] : numbers.split(',').map(Number))
  const traits = { isText: texts !== undefined, isSorted: sorted !== undefined }
  return { style, letters, flipped, ...traits, length: whole.length }
}

const BODY = /^\s{0,16}(?:[[{"=]|schema\(|\d[\dx+]* (?:text )?(?:rows|keys)[:|])/

/** Whether a text begins like rendered JSON: a mark, and a container after it. */
export function isMarked(text: string): boolean {
  const start = text.slice(0, 8000)
  return start.startsWith('~') && BODY.test(start.slice(readMark(start, 0).length))
}
