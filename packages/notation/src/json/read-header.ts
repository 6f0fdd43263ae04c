import { NotationError } from '../errors.ts'
import { readColumnName, writeColumnName } from './column-name.ts'
import type { JsonNode } from './json-node.ts'
import { innerOf, isLiteralWord, type Separator, scalarOf } from './lexeme.ts'
import { readNodes } from './read-json.ts'
import type { Scanner } from './scan-json.ts'
import type { ColumnForm, TableColumn, TemplatePiece } from './table.ts'

/** What stands before the rows of a table. */
export interface TableHeader {
  readonly isMap: boolean
  readonly separator: Separator
  readonly rows: number
  /** Rows per inner array, for an array of arrays. */
  readonly groups: readonly number[] | undefined
  readonly columns: readonly TableColumn[]
}

const INTRO = /(\d{1,7}(?:x\d{1,7}|(?:\+\d{1,7})+)?) (rows|keys)(: |\|)/y
const MAX_ROWS = 2_000_000
const MAX_COLUMNS = 1000

/** Whether a table begins at the scanner. */
export function isTableNext(scanner: Scanner): boolean {
  INTRO.lastIndex = scanner.at()
  return INTRO.test(scanner.text)
}

/** Reads the header of a table at the scanner, its line break excluded; `undefined` where no table begins. */
export function readHeader(scanner: Scanner): TableHeader | undefined {
  INTRO.lastIndex = scanner.at()
  const [whole, size, noun, mark] = INTRO.exec(scanner.text) ?? []
  if (whole === undefined) return undefined
  const offset = scanner.at()
  scanner.moveTo(offset + whole.length)
  const separator: Separator = mark === '|' ? '|' : ' '
  const groups = readGroups(size!, offset)
  const rows = groups?.reduce((sum, count) => sum + count, 0) ?? Number(size)
  if (rows > MAX_ROWS) throw new NotationError(`a table of ${rows} rows is too large`, offset)
  return {
    isMap: noun === 'keys',
    separator,
    rows,
    groups,
    columns: readColumns(scanner, separator),
  }
}

function readGroups(size: string, offset: number): number[] | undefined {
  if (size.includes('+')) return size.split('+').map(Number)
  const [count, each] = size.split('x').map(Number)
  if (each === undefined) return undefined
  if (count! * (each + 1) > MAX_ROWS)
    throw new NotationError(`a table of ${size} rows is too large`, offset)
  return new Array<number>(count!).fill(each)
}

function readColumns(scanner: Scanner, separator: Separator): TableColumn[] {
  const columns: TableColumn[] = []
  const places = new Map<string, number>()
  do {
    const name = readColumnName(scanner.text, scanner.at())
    if (name === undefined || columns.length === MAX_COLUMNS) {
      throw new NotationError('no column name where a table header needs one', scanner.at())
    }
    scanner.moveTo(name.end)
    const form = readForm(scanner, separator, places)
    places.set(writeColumnName(name.path), columns.length)
    columns.push({ path: name.path, form })
  } while (scanner.take(separator))
  return columns
}

function readForm(
  scanner: Scanner,
  separator: Separator,
  places: ReadonlyMap<string, number>,
): ColumnForm {
  if (scanner.text.startsWith(':str', scanner.at())) {
    scanner.moveTo(scanner.at() + 4)
    return { kind: 'cells', strings: true }
  }
  if (!scanner.take('=')) return { kind: 'cells', strings: false }
  const offset = scanner.at()
  const value = readHeaderValue(scanner, separator)
  if (value.kind !== 'string') return { kind: 'constant', value }
  const pieces = readTemplate(innerOf(value), places, offset)
  return pieces === undefined ? { kind: 'constant', value } : { kind: 'template', pieces }
}

function readHeaderValue(scanner: Scanner, separator: Separator): JsonNode & { kind: string } {
  const start = scanner.at()
  if (/^(?:"|\[|\{["}])/.test(scanner.text.slice(start, start + 2))) return readInline(scanner)
  const word = readBare(scanner, separator)
  return scalarOf(isLiteralWord(word) ? word : `"${word}"`)
}

/** A JSON value within a line. */
export function readInline(scanner: Scanner): JsonNode {
  const offset = scanner.at()
  const node = readNodes(scanner, MAX_ROWS)
  if (node === undefined)
    throw new NotationError('no JSON value where a cell begins like one', offset)
  return node
}

/** Whatever stands before the next separator or line break. */
export function readBare(scanner: Scanner, separator: Separator): string {
  const { text } = scanner
  const start = scanner.at()
  let end = start
  while (end < text.length && text[end] !== separator && text[end] !== '\n') end += 1
  scanner.moveTo(end)
  return text.slice(start, end)
}

const MARK = /\*|\{([^{}]*)\}/g

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
