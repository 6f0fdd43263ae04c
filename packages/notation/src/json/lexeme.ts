import type { JsonNode, JsonScalar } from './json-node.ts'

const NOT_A_STRING = /^(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)$/
const NUMBER_START = /^-?\d/

/** Whether a bare word would be read as a number, `true`, `false` or `null`. */
export function isLiteralWord(word: string): boolean {
  return NOT_A_STRING.test(word)
}

/** A scalar lexeme as a node; for nodes that are made, not read (their offsets are 0). */
export function scalarOf(raw: string): JsonScalar {
  if (raw.startsWith('"')) return { kind: 'string', raw, start: 0, end: 0 }
  return { kind: NUMBER_START.test(raw) ? 'number' : 'literal', raw, start: 0, end: 0 }
}

/** What stands between the quotes of a string, escapes as they are; any other scalar as it is. */
export function innerOf(node: JsonScalar): string {
  return node.kind === 'string' ? node.raw.slice(1, -1) : node.raw
}

/** Whether the node is a scalar, for filters. */
export function isScalar(node: JsonNode | undefined): node is JsonScalar {
  return node !== undefined && node.kind !== 'array' && node.kind !== 'object'
}

/** What parts columns: a blank, or a bar where many cells hold blanks. */
export type Separator = ' ' | '|'

/** What ends a cell; the last one of a row ends with its line, and may hold blanks and bars. */
export type CellEnd = Separator | '\n'

/** An absent member, by what ends its cell. */
export const ABSENT: Readonly<Record<CellEnd, string>> = { ' ': '-', '|': '', '\n': '-' }

/** A JSON value, a reference, or a table begins so; a table also with the cell before, as `5` and `rows:` do. */
const STARTS_QUOTED = /^(?:["[{=]|json~|schema\(|(?:\d[\dx+]* )?(?:text )?(?:rows|keys)[:|])/
const BREAKS: Readonly<Record<CellEnd, RegExp>> = {
  ' ': /[\s"]/,
  '|': /[|"\n\r]|^\s|\s$/,
  '\n': /["\n\r]|^\s|\s$/,
}
/** Before a bar such a cell would begin a table, by itself or with a number before it. */
const BEGINS_TABLE = /^(?:\d[\dx+]* )?(?:text )?(?:rows|keys)$/

/** Whether the inside of a string can stand in a cell without quotes. */
export function isBareCell(inner: string, end: CellEnd): boolean {
  if (inner === '' || inner === '-' || STARTS_QUOTED.test(inner)) return false
  if (end === '|' && BEGINS_TABLE.test(inner)) return false
  return !BREAKS[end].test(inner)
}

const BARE_WORD = /^(?!json~|schema\(|(?:rows|keys)[:|])[^\s"{}[\],=][^\s"{}[\],]*$/

/**
 * Whether the inside of a string can stand without quotes in an object or a list.
 * @param isText whether a word that looks like a number is read as a string too
 */
export function isBareWord(inner: string, isText: boolean): boolean {
  return BARE_WORD.test(inner) && (isText || !isLiteralWord(inner))
}

const WORD = /[^\s"{}[\],]+/y

/** The bare word at an offset, as its inside stands in the text; `undefined` where none stands. */
export function bareWordAt(text: string, at: number): string | undefined {
  WORD.lastIndex = at
  return WORD.exec(text)?.[0]
}

/** Whether a constant or template stands in a header without a character that ends it. */
export function isBareInHeader(text: string, separator: Separator): boolean {
  return !BREAKS[separator].test(text) && !text.includes('|')
}

/** Whether a template can stand in a header without quotes; unlike a cell it may begin with a column's `{name}`. */
export function isBareTemplate(text: string, separator: Separator): boolean {
  return !/^(?:["[=]|\{["}])|[()]/.test(text) && isBareInHeader(text, separator)
}
