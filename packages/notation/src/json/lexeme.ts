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

/** The columns of a table stand between blanks, or between bars where many cells hold blanks. */
export type Separator = ' ' | '|'

/** An absent member, by separator. */
export const ABSENT: Readonly<Record<Separator, string>> = { ' ': '-', '|': '' }

/** A JSON value, a reference, or a table begins so; a table also with the cell before, as `5` and `rows:` do. */
const STARTS_QUOTED =
  /^(?:["[{=]|json~|schema\(|\d[\dx+]* (?:text )?(?:rows|keys)[:|]|(?:rows|keys)(?::$|\|))/
const BREAKS: Readonly<Record<Separator, RegExp>> = { ' ': /[\s"]/, '|': /[|"\n\r]|^\s|\s$/ }

/** Whether the inside of a string can stand in a cell without quotes. */
export function isBareCell(inner: string, separator: Separator): boolean {
  if (inner === '' || inner === '-' || STARTS_QUOTED.test(inner)) return false
  return !BREAKS[separator].test(inner)
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

/** Whether a template can stand in a header without quotes; unlike a cell it may begin with a column's `{name}`. */
export function isBareTemplate(text: string, separator: Separator): boolean {
  return !/^["[=]|[()]/.test(text) && !BREAKS[separator].test(text)
}
