import { NotationError } from '../errors.ts'
import type { ValueTraits } from './json-mark.ts'
import type { JsonNode, JsonScalar } from './json-node.ts'
import { ABSENT, type CellEnd, innerOf, isLiteralWord, isScalar, scalarOf } from './lexeme.ts'
import { fillMask, type Mask } from './masks.ts'
import { isValueNext, readBare, readHeader, readInline, type TableHeader } from './read-header.ts'
import { createRowBuilder, type RowBuilder } from './row-builder.ts'
import { runAt } from './row-runs.ts'
import type { Scanner } from './scan-json.ts'
import { type ColumnForm, copiedColumn, hasCells } from './table.ts'

/** What reading needs of its surroundings. */
export interface ReadContext {
  readonly traits: ValueTraits
  /** A value in a cell, without names; throws `NotationError` where none stands. `traits`: as here where absent. */
  readValue(scanner: Scanner, traits?: ValueTraits): JsonNode
  /** The value behind a reference; throws `NotationError` where there is none. */
  resolve(path: string, offset: number): JsonNode
  /** Reads one level of a schema; throws where too many stand in each other. */
  within<Value>(scanner: Scanner, read: () => Value): Value
  /** Called with the code units that a template or copy adds; throws when there are too many of them. */
  charge(units: number, offset: number): void
}

interface Reading {
  readonly scanner: Scanner
  readonly header: TableHeader
  readonly context: ReadContext
  readonly build: RowBuilder
}

/** Reads a table at the scanner, up to and with the line break after its last row; `undefined` where none begins. */
export function readTable(scanner: Scanner, context: ReadContext): JsonNode | undefined {
  const start = scanner.at()
  const header = readHeader(scanner, context.traits.isText)
  if (header === undefined) return undefined
  const reading = { scanner, header, context, build: createRowBuilder(header.columns) }
  const keys: JsonScalar[] = []
  const rows: JsonNode[] = []
  const isWritten = header.columns.some(hasCells)
  while (rows.length < header.rows) {
    if (isWritten) readRow(reading, keys, rows)
    else rows.push(finishRow(reading, [], keys))
  }
  scanner.take('\n')
  const end = scanner.at()
  if (!header.isMap) return { kind: 'array', items: grouped(rows, header.groups), start, end }
  if (keys.length !== rows.length) throw new NotationError('a map without its key column', start)
  return { kind: 'object', keys, values: rows, start, end }
}

function grouped(
  rows: readonly JsonNode[],
  groups: readonly number[] | undefined,
): readonly JsonNode[] {
  if (groups === undefined) return rows
  let from = 0
  return groups.map((size) => {
    const items = rows.slice(from, from + size)
    from += size
    return { kind: 'array', items, start: 0, end: 0 }
  })
}

function readRow(reading: Reading, keys: JsonScalar[], rows: JsonNode[]): void {
  const { scanner, header } = reading
  if (!scanner.take('\n')) {
    throw new NotationError(`row ${rows.length + 1} of ${header.rows} is missing`, scanner.at())
  }
  if (scanner.peek() === '=' && !isReferenceCell(reading)) {
    scanner.take('=')
    rows.push(...readWholeRow(reading, keys, header.rows - rows.length))
    return
  }
  const cells: Cell[] = []
  let before: CellEnd | undefined
  for (const [at, column] of header.columns.entries()) {
    if (!hasCells(column)) continue
    if (before !== undefined && !scanner.take(before)) break
    before = header.ends[at]!
    const isWhole = scanner.peek() === '"'
    cells[at] = { value: readCell(reading, column.form, before), isWhole }
  }
  rows.push(finishRow(reading, cells, keys))
}

/** A cell, and whether it is the whole value in a column with an affix. */
interface Cell {
  readonly value: JsonNode | undefined
  readonly isWhole: boolean
}

const REFERENCE = /^=[\w.-]+#\d/

/** Whether the reference at the scanner is the first cell of several: alone on its line it is a whole row. */
function isReferenceCell({ scanner, header }: Reading): boolean {
  const start = scanner.at()
  const end = header.ends[header.columns.findIndex(hasCells)]!
  const isPath = REFERENCE.test(readBare(scanner, end))
  const isCell = isPath && end !== '\n' && scanner.peek() === end
  scanner.moveTo(start)
  return isCell
}

/** A row written as JSON or as a reference: `={...}`, `="key":{...}`, `="key":=path`; or several: `=path[2-4]`. */
function readWholeRow(reading: Reading, keys: JsonScalar[], limit: number): readonly JsonNode[] {
  const { scanner, header, context } = reading
  if (header.isMap) {
    const key = readInline(scanner)
    if (key.kind !== 'string' || !scanner.take(':')) {
      throw new NotationError('a row without its key', scanner.at())
    }
    keys.push(key)
    if (!scanner.take('=')) return [context.readValue(scanner)]
  } else if (scanner.peek() === '{' || isValueNext(scanner)) {
    return [context.readValue(scanner)]
  }
  const offset = scanner.at()
  const run = header.isMap ? undefined : runAt(scanner.text, offset)
  if (run === undefined) return [context.resolve(readBare(scanner, '\n'), offset)]
  scanner.moveTo(run.end)
  const rows: JsonNode[] = []
  for (const path of run.paths()) {
    if (rows.length === limit) throw new NotationError('more rows than the header says', offset)
    rows.push(context.resolve(path, offset))
  }
  return rows
}

function readCell(
  { scanner, header, context }: Reading,
  form: ColumnForm,
  end: CellEnd,
): JsonNode | undefined {
  const first = scanner.peek()
  if (first === '"') return readInline(scanner)
  // Digits for a mask and the cell behind them may look like a table: `1224 rows|`.
  const isMasked = form.kind === 'mask'
  if (!isMasked && (first === '[' || first === '{' || isValueNext(scanner)))
    return context.readValue(scanner)
  const offset = scanner.at()
  const word = readBare(scanner, end)
  if (word === ABSENT[end]) return undefined
  if (first === '=') return context.resolve(word.slice(1), offset)
  const isString =
    header.isText ||
    form.kind === 'template' ||
    form.kind === 'mask' ||
    (form.kind === 'cells' && form.strings) ||
    !isLiteralWord(word)
  return scalarOf(isString ? `"${word}"` : word)
}

/** Fills in constants and templates, and builds the row. */
function finishRow(
  { header, context, build, scanner }: Reading,
  cells: readonly (Cell | undefined)[],
  keys: JsonScalar[],
): JsonNode {
  const values: (JsonNode | undefined)[] = []
  for (const [at, { form, path }] of header.columns.entries()) {
    const value = valueOfForm(form, cells[at], values, scanner.at())
    if (value !== undefined && (form.kind === 'template' || form.kind === 'mask')) {
      context.charge(isScalar(value) ? value.raw.length : 1, scanner.at())
    }
    values.push(value)
    if (path.length > 0) continue
    if (value?.kind !== 'string') throw new NotationError('a row without its key', scanner.at())
    keys.push(value)
  }
  return build(values)
}

function valueOfForm(
  form: ColumnForm,
  cell: Cell | undefined,
  values: readonly (JsonNode | undefined)[],
  offset: number,
): JsonNode | undefined {
  if (form.kind === 'constant') return form.value
  if (form.kind === 'cells' || cell?.isWhole) return cell?.value
  if (form.kind === 'mask') return maskedValue(form.mask, cell?.value, offset)
  const copied = copiedColumn(form)
  if (copied !== undefined) return values[copied]
  let inner = ''
  for (const piece of form.pieces) {
    const from = piece.kind === 'column' ? values[piece.column] : cell?.value
    if (piece.kind === 'text') inner += piece.text
    else if (isScalar(from)) inner += innerOf(from)
    else return undefined
  }
  return scalarOf(`"${inner}"`)
}

function maskedValue(
  mask: Mask,
  value: JsonNode | undefined,
  offset: number,
): JsonNode | undefined {
  if (value === undefined) return undefined
  const word = isScalar(value) ? fillMask(mask, innerOf(value)) : undefined
  if (word === undefined)
    throw new NotationError(`a cell that is no digits for ${mask.text}`, offset)
  return scalarOf(`"${word}"`)
}
