import { NotationError } from '../errors.ts'
import { readColumnName, TEMPLATE_MARK, writeColumnName } from './column-name.ts'
import type { JsonNode } from './json-node.ts'
import { type CellEnd, innerOf, isLiteralWord, type Separator, scalarOf } from './lexeme.ts'
import { readMask } from './masks.ts'
import { readNodes } from './read-json.ts'
import type { Scanner } from './scan-json.ts'
import { SCHEMA } from './schema-words.ts'
import { type ColumnForm, hasCells, type TableColumn, type TemplatePiece } from './table.ts'

/** What stands before the rows of a table. */
export interface TableHeader {
  readonly isMap: boolean
  /** Whether every bare word is a string. */
  readonly isText: boolean
  readonly rows: number
  /** Rows per inner array, for an array of arrays. */
  readonly groups: readonly number[] | undefined
  readonly columns: readonly TableColumn[]
  /** What ends the cell of each column. */
  readonly ends: readonly CellEnd[]
}

const INTRO = /(\d{1,7}(?:x\d{1,7}|(?:\+\d{1,7})+)?) (text )?(rows|keys)(: |\|)/y
const MAX_ROWS = 2_000_000
const MAX_COLUMNS = 1000
const MAX_DEPTH = 12

/** Whether a table, a schema or embedded JSON begins at the scanner. */
export function isValueNext(scanner: Scanner): boolean {
  if (scanner.text.startsWith('json~', scanner.at())) return true
  if (scanner.text.startsWith(SCHEMA, scanner.at())) return true
  INTRO.lastIndex = scanner.at()
  return INTRO.test(scanner.text)
}

/**
 * Reads the header of a table at the scanner, its line break excluded; `undefined` where no table begins.
 * @param isTexts whether bare words are strings without a `text` in the header
 */
export function readHeader(scanner: Scanner, isTexts: boolean): TableHeader | undefined {
  INTRO.lastIndex = scanner.at()
  const [whole, size, text, noun, mark] = INTRO.exec(scanner.text) ?? []
  if (whole === undefined) return undefined
  const offset = scanner.at()
  scanner.moveTo(offset + whole.length)
  const separator: Separator = mark === '|' ? '|' : ' '
  const groups = readGroups(size!, offset)
  const rows = groups?.reduce((sum, count) => sum + count, 0) ?? Number(size)
  if (rows > MAX_ROWS) throw new NotationError(`a table of ${rows} rows is too large`, offset)
  const isText = isTexts || text !== undefined
  const columns: TableColumn[] = []
  const ends: CellEnd[] = []
  readColumns({ scanner, separator, isText, columns, ends, places: new Map() }, [])
  ends[columns.findLastIndex(hasCells)] = '\n'
  return { isMap: noun === 'keys', isText, rows, groups, columns, ends }
}

function readGroups(size: string, offset: number): number[] | undefined {
  if (size.includes('+')) return size.split('+').map(Number)
  const [count, each] = size.split('x').map(Number)
  if (each === undefined) return undefined
  if (count! * (each + 1) > MAX_ROWS)
    throw new NotationError(`a table of ${size} rows is too large`, offset)
  return new Array<number>(count!).fill(each)
}

interface HeaderReading {
  readonly scanner: Scanner
  readonly separator: Separator
  readonly isText: boolean
  readonly columns: TableColumn[]
  readonly ends: CellEnd[]
  readonly places: Map<string, number>
}

/** Reads names and forms up to the end of the line, or of the parentheses around a nested object. */
function readColumns(reading: HeaderReading, parents: readonly string[]): void {
  const { scanner, columns, places } = reading
  do {
    const name = readColumnName(scanner.text, scanner.at())
    if (name === undefined || columns.length === MAX_COLUMNS || parents.length > MAX_DEPTH) {
      throw new NotationError('no column name where a table header needs one', scanner.at())
    }
    scanner.moveTo(name.end)
    const path = [...parents, ...name.path]
    if (scanner.take('(')) {
      readColumns(reading, path)
      if (!scanner.take(')')) throw new NotationError('an unclosed parenthesis', scanner.at())
      continue
    }
    const form = readForm(reading)
    places.set(writeColumnName(path), columns.length)
    columns.push({ path, form })
  } while (takeSeparator(reading))
}

/** After `rows: ` a bar may part columns too: cells before it hold blanks. */
function takeSeparator({ scanner, separator, columns, ends }: HeaderReading): boolean {
  const isBar = scanner.take('|')
  if (!isBar && (separator === '|' || !scanner.take(' '))) return false
  ends[columns.length - 1] = isBar ? '|' : ' '
  return true
}

function readForm({ scanner, separator, places, isText }: HeaderReading): ColumnForm {
  if (scanner.take(':')) return readColon(scanner, separator)
  if (!scanner.take('=')) return { kind: 'cells', strings: false }
  const offset = scanner.at()
  const value = readHeaderValue(scanner, separator, isText)
  if (value.kind !== 'string') return { kind: 'constant', value }
  const pieces = readTemplate(innerOf(value), places, offset)
  return pieces === undefined ? { kind: 'constant', value } : { kind: 'template', pieces }
}

/** `:str`, or a mask of digits. */
function readColon(scanner: Scanner, separator: Separator): ColumnForm {
  const offset = scanner.at()
  const isQuoted = scanner.peek() === '"'
  const value = readHeaderValue(scanner, separator, true)
  const text = value.kind === 'string' ? innerOf(value) : ''
  if (text === 'str' && !isQuoted) return { kind: 'cells', strings: true }
  const mask = readMask(text)
  if (mask !== undefined) return { kind: 'mask', mask }
  throw new NotationError('neither "str" nor a mask of "#" behind the colon of a column', offset)
}

function readHeaderValue(
  scanner: Scanner,
  separator: Separator,
  isText: boolean,
): JsonNode & { kind: string } {
  const start = scanner.at()
  if (/^(?:"|\[|\{["}])/.test(scanner.text.slice(start, start + 2))) return readInline(scanner)
  const word = readBare(scanner, separator, '|)')
  return scalarOf(isLiteralWord(word) && !isText ? word : `"${word}"`)
}

/** A JSON value within a line. */
export function readInline(scanner: Scanner): JsonNode {
  const offset = scanner.at()
  const node = readNodes(scanner, MAX_ROWS)
  if (node === undefined)
    throw new NotationError('no JSON value where a cell begins like one', offset)
  return node
}

/** Whatever stands before the next one of these characters, or the end of the line. */
export function readBare(scanner: Scanner, end: CellEnd, stops: string = ''): string {
  const { text } = scanner
  const start = scanner.at()
  let at = start
  while (at < text.length && !isStop(text[at]!, end, stops)) at += 1
  scanner.moveTo(at)
  return text.slice(start, at)
}

function isStop(character: string, end: CellEnd, stops: string): boolean {
  return character === end || character === '\n' || stops.includes(character)
}

const MARK = new RegExp(TEMPLATE_MARK, 'gu')

/** The pieces of a template; `undefined` for a text without marks. */
function readTemplate(
  text: string,
  places: ReadonlyMap<string, number>,
  offset: number,
): TemplatePiece[] | undefined {
  const pieces: TemplatePiece[] = []
  let from = 0
  for (const mark of text.matchAll(MARK)) {
    if (mark.index > from) pieces.push({ kind: 'text', text: text.slice(from, mark.index) })
    pieces.push(mark[1] === undefined ? { kind: 'cell' } : namedPiece(mark[1], places, offset))
    from = mark.index + mark[0].length
  }
  if (pieces.length === 0) return undefined
  if (from < text.length) pieces.push({ kind: 'text', text: text.slice(from) })
  return pieces
}

function namedPiece(
  name: string,
  places: ReadonlyMap<string, number>,
  offset: number,
): TemplatePiece {
  const column = places.get(name)
  if (column === undefined)
    throw new NotationError(`no column "${name}" before this template`, offset)
  return { kind: 'column', column }
}
