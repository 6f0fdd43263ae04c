import { NotationError } from '../errors.ts'
import { readDocuments } from './documents.ts'
import { respell, unspell } from './escapes.ts'
import {
  detectMark,
  isMarked,
  type JsonMark,
  readMark,
  type ValueTraits,
  writeMark,
} from './json-mark.ts'
import { isContainer, type JsonNode } from './json-node.ts'
import { readJson } from './read-json.ts'
import type { Scanner } from './scan-json.ts'
import { SCHEMA } from './schema-words.ts'
import { WHITE_SPACE_STYLES, writeJson } from './white-space.ts'

const LINES = 'l'
/** The white space after a text in a string cannot stand after its value: the one that is common has a letter. */
const LINE_BREAK = 'n'

/** A JSON text as its value, and all that is needed to write it again. */
export interface JsonText {
  readonly node: JsonNode
  readonly mark: JsonMark
  /** White space around the value. */
  readonly before: string
  readonly after: string
}

/** A text is read to be rendered and again to be referred to: the last answer is kept. */
let last: { readonly source: string; readonly json: JsonText | undefined } | undefined

/** Reads one document or several (JSON Lines); `undefined` where the text is no JSON, or spaced in no known style. */
export function readJsonText(source: string): JsonText | undefined {
  if (last?.source !== source) last = { source, json: readNew(source) }
  return last.json
}

function readNew(source: string): JsonText | undefined {
  const { text, letters } = unspell(source)
  const first = readJson(text, { prefix: true })
  if (first === undefined || !isContainer(first)) return undefined
  const documents = readDocuments(text, first)
  const node = documents ?? first
  const after = text.slice(node.end)
  if (/[^ \t\r\n]/.test(after)) return undefined
  const before = text.slice(0, node.start)
  const spacing =
    documents === undefined ? detectMark(first, text) : detectLines(documents.items, text)
  if (spacing === undefined) return undefined
  const mark = { ...spacing, letters: documents === undefined ? letters : letters + LINES }
  return { node, mark, before, after }
}

/** The style that all documents share. */
function detectLines(documents: readonly JsonNode[], text: string): JsonMark | undefined {
  const mark = detectMark(documents[0]!, text)
  if (mark === undefined || mark.flipped.size > 0) return undefined
  const style = WHITE_SPACE_STYLES[mark.style]
  const isShared = documents.every(
    (node) => writeJson(node, style) === text.slice(node.start, node.end),
  )
  return isShared ? mark : undefined
}

/** Writes mark, white space and the rendered value; `undefined` where that could not be told from plain text. */
export function writeRendered(
  { mark, before, after }: JsonText,
  value: string,
): string | undefined {
  const written = writeMark(mark)
  const body = before + value
  // `~i2` and `2 rows` would read as 22 rows, and a first line `~` is that of a text with marks for lines.
  const isSized = /^\d/.test(body) && (/\d$/.test(written) || mark.isText || mark.isSorted)
  const isNamed = body.startsWith(SCHEMA) && written !== '~'
  const colon = isSized || isNamed || (written === '~' && body.startsWith('\n')) ? ':' : ''
  const rendered = written + colon + body + after
  return isMarked(rendered) ? rendered : undefined
}

/** The text with the line break after it told in its mark; `undefined` where other white space follows. */
export function withoutEnd(json: JsonText): JsonText | undefined {
  if (json.after === '') return json
  if (json.after !== '\n') return undefined
  const { mark } = json
  return { ...json, after: '', mark: { ...mark, letters: mark.letters + LINE_BREAK } }
}

/** Reads mark, white space and value at the scanner, and answers the original text. */
export function readRendered(
  scanner: Scanner,
  readValue: (scanner: Scanner, traits: ValueTraits) => JsonNode,
): string {
  const start = scanner.at()
  const { style, flipped, letters, length, isText, isSorted } = readMark(scanner.text, start)
  scanner.moveTo(start + length)
  scanner.skipSpace()
  const before = scanner.text.slice(start + length, scanner.at())
  const node = readValue(scanner, { isText, isSorted })
  const space = WHITE_SPACE_STYLES[style]
  const after = letters.includes(LINE_BREAK) ? '\n' : ''
  if (!letters.includes(LINES))
    return respell(before + writeJson(node, space, flipped) + after, letters)
  if (node.kind !== 'array') throw new NotationError('several documents, but no list', start)
  const lines = node.items.map((item) => writeJson(item, space))
  return respell(before + lines.join('\n') + after, letters)
}
