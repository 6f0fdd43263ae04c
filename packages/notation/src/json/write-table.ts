import { chooseForms } from './choose-form.ts'
import { KEY_COLUMN, writeColumnName } from './column-name.ts'
import type { JsonNode, JsonObject, JsonScalar } from './json-node.ts'
import {
  ABSENT,
  type CellEnd,
  innerOf,
  isBareCell,
  isBareInHeader,
  isBareTemplate,
  isLiteralWord,
  isScalar,
  type Separator,
} from './lexeme.ts'
import { type PlannedColumn, planColumns } from './plan-columns.ts'
import { joinRows } from './row-runs.ts'
import { type ColumnForm, hasCells, type TableColumn, type TemplatePiece } from './table.ts'
import { coreIn, type TokenMeter } from './text-form.ts'
import { writeJson } from './white-space.ts'

/** Alike objects, and how they stand in the value: in an array, in groups, or by key. */
export interface TableRows {
  readonly rows: readonly JsonObject[]
  /** For a map: the key of each row. */
  readonly keys?: readonly JsonScalar[]
  /** For an array of arrays: how many rows each of them has. */
  readonly groups?: readonly number[]
}

/** What table writing needs of its surroundings. */
export interface TableContext {
  readonly meter: TokenMeter
  /** Whether every bare word will be read as a string, whatever the header says. */
  readonly isText: boolean
  /** Exact tokens of a longer text, not remembered. */
  count(text: string): number
  /** Writes an array or object that stands in a cell. */
  nested(node: JsonNode): string
  /** Whether an object has a form of its own that is better than columns. */
  isWhole(node: JsonNode): boolean
  /** The name under which the reader has seen this value, if that is shorter. */
  reference(node: JsonNode): string | undefined
}

/** A table that is ready to be written. */
interface Draft {
  readonly source: TableRows
  readonly columns: readonly TableColumn[]
  /** Indexes of the columns that have cells. */
  readonly live: readonly number[]
  readonly planned: readonly PlannedColumn[]
  readonly odd: ReadonlySet<number>
  /** Whether all scalars of the columns are strings, so that a bare `1` is `"1"` everywhere. */
  readonly isText: boolean
  readonly context: TableContext
}

/** Writes alike objects as a table, between blanks or bars as is shorter; `undefined` where they are not alike. */
export function writeTable(source: TableRows, context: TableContext): WrittenTable | undefined {
  const plan = planColumns(source.rows, context.isWhole)
  if (plan === undefined) return undefined
  const planned =
    source.keys === undefined ? plan.columns : [keyColumn(source.keys, plan.odd), ...plan.columns]
  const fitting = planned.map(({ path, cells }) => ({
    path,
    cells: cells.filter((_, at) => !plan.odd.has(at)),
  }))
  const columns = chooseForms(fitting, context.meter)
  const isText = context.isText || (columns.some(needsText) && fitting.every(holdsText))
  const live = columns.flatMap((column, at) => (hasCells(column) ? [at] : []))
  const draft = { source, columns, live, planned, odd: plan.odd, isText, context }
  if (live.length === 0 && plan.odd.size > 0) return undefined
  return source.rows.length > SAMPLE_ROWS ? writeBySample(draft) : writeShorter(draft)
}

/** A table as written, and its exact tokens. */
export interface WrittenTable {
  readonly text: string
  readonly cost: number
}

const SAMPLE_ROWS = 24

/** Bars everywhere can only win where blanks force quotes, or bars stand anyway. */
function writeShorter(draft: Draft): WrittenTable {
  const ends = planEnds(draft)
  const mixed = writeWhole(draft, ' ', ends)
  if (!mixed.text.includes('"') && !ends.includes('|')) return mixed
  const bars = writeWhole(draft, '|', allBars(draft))
  return bars.cost < mixed.cost ? bars : mixed
}

function writeBySample(draft: Draft): WrittenTable {
  const { rows } = draft.source
  const step = rows.length / SAMPLE_ROWS
  const cost = (separator: Separator, ends: readonly CellEnd[]) => {
    const lines = [writeHeader(draft, separator, ends)]
    for (let at = 0; at < rows.length; at += step) {
      lines.push(writeRow(draft, Math.floor(at), ends))
    }
    return draft.context.count(lines.join('\n'))
  }
  const [mixed, bars] = [planEnds(draft), allBars(draft)]
  const isMixed = cost(' ', mixed) <= cost('|', bars)
  return isMixed ? writeWhole(draft, ' ', mixed) : writeWhole(draft, '|', bars)
}

function allBars({ live }: Draft): CellEnd[] {
  return live.map((_, at) => (at === live.length - 1 ? '\n' : '|'))
}

/**
 * A bar where the quotes that it spares cost more than the words behind it, which lose the blank that is theirs; and where
 * it costs next to nothing before cells that hold blanks, so that `4 6 Elm Road` is `4|6 Elm Road`.
 */
function planEnds({ live, columns, planned }: Draft): CellEnd[] {
  const holdsBlanks = live.map((index) =>
    planned[index]!.cells.filter(
      (cell) => isScalar(cell) && needsBar(wordIn(columns[index]!.form, cell)),
    ),
  )
  return live.map((_, at) => {
    const next = live[at + 1]
    if (next === undefined) return '\n'
    const spared = holdsBlanks[at]!.length
    const words = planned[next]!.cells.filter(
      (cell) => isScalar(cell) && BEGINS_WORD.test(cell.raw),
    )
    const isCheap = holdsBlanks[at + 1]!.length > FEW * words.length
    return isCheap || 2 * spared > words.length ? '|' : ' '
  })
}

const FEW = 4
const HAS_SPACE = /\s/
const BEGINS_WORD = /^"?\p{L}/u

/** Whether a cell can stand without quotes before a bar, and cannot before a blank. */
function needsBar(inner: string): boolean {
  return HAS_SPACE.test(inner) && isBareCell(inner, '|')
}

function writeWhole(draft: Draft, separator: Separator, ends: readonly CellEnd[]): WrittenTable {
  const rows = draft.live.length > 0 ? draft.source.rows : []
  const lines = rows.map((_, at) => writeRow(draft, at, ends))
  const body = draft.source.keys === undefined ? joinRows(lines) : lines
  const text = [writeHeader(draft, separator, ends), ...body, ''].join('\n')
  return { text, cost: draft.context.count(text) }
}

/** Whether a column needs a mark for its strings, or quotes around a constant. */
function needsText({ form }: TableColumn): boolean {
  if (form.kind === 'cells') return form.strings
  return form.kind === 'constant' && isScalar(form.value) && isLiteralWord(innerOf(form.value))
}

function holdsText({ cells }: PlannedColumn): boolean {
  return cells.every((cell) => !isScalar(cell) || cell.kind === 'string')
}

function keyColumn(keys: readonly JsonScalar[], odd: ReadonlySet<number>): PlannedColumn {
  return { path: [], cells: keys.map((key, at) => (odd.has(at) ? undefined : key)) }
}

function writeHeader(draft: Draft, separator: Separator, ends: readonly CellEnd[]): string {
  const { source, columns, isText, context } = draft
  const noun = source.keys === undefined ? 'rows' : 'keys'
  const intro = `${writeSize(source)} ${isText && !context.isText ? 'text ' : ''}${noun}`
  const header = writeColumns({ draft, columns, separator, ends }, 0, columns.length, 0)
  return separator === ' ' ? `${intro}: ${header}` : `${intro}|${header}`
}

function writeSize({ rows, groups }: TableRows): string {
  if (groups === undefined) return `${rows.length}`
  const [first] = groups
  return groups.every((size) => size === first) ? `${groups.length}x${first}` : groups.join('+')
}

interface HeaderWriting {
  readonly draft: Draft
  readonly columns: readonly TableColumn[]
  readonly separator: Separator
  readonly ends: readonly CellEnd[]
}

/** Columns of one nested object stand together in parentheses: `prices(economy business)`. */
function writeColumns(writing: HeaderWriting, from: number, to: number, depth: number): string {
  const { draft, columns, separator } = writing
  let header = ''
  for (let at = from; at < to; ) {
    const { path, form } = columns[at]!
    const run = runLength(columns.slice(0, to), at, depth)
    if (run < 2) header += writeColumnName(path.slice(depth)) + writeForm(draft, form, separator)
    else {
      const inner = writeColumns(writing, at, at + run, depth + 1)
      header += `${writeColumnName(path.slice(depth, depth + 1))}(${inner})`
    }
    at += Math.max(1, run)
    if (at < to) header += separatorAfter(writing, at - 1)
  }
  return header
}

/** What ends the cells of this column; behind a column without cells the separator of the table. */
function separatorAfter({ draft, separator, ends }: HeaderWriting, at: number): Separator {
  const end = ends[draft.live.indexOf(at)]
  return end === undefined || end === '\n' ? separator : end
}

/** How many columns from here on belong to the same nested object. */
function runLength(columns: readonly TableColumn[], at: number, depth: number): number {
  const key = columns[at]!.path[depth]
  let end = at
  while (end < columns.length) {
    const { path } = columns[end]!
    if (path.length <= depth + 1 || path[depth] !== key) break
    end += 1
  }
  return end - at
}

function writeForm({ columns, isText }: Draft, form: ColumnForm, separator: Separator): string {
  if (form.kind === 'cells') return form.strings && !isText ? ':str' : ''
  if (form.kind === 'constant') {
    const text = writeCell(form.value, isText, separator)
    if (!isScalar(form.value) || form.value.kind !== 'string') return `=${text}`
    const isSplit = /[()]/.test(text) || !isBareInHeader(text, separator)
    return '=' + (isSplit ? form.value.raw : text)
  }
  if (form.kind === 'mask') {
    return ':' + (isBareTemplate(form.mask, separator) ? form.mask : `"${form.mask}"`)
  }
  const text = form.pieces.map((piece) => writePiece(piece, columns)).join('')
  return '=' + (isBareTemplate(text, separator) ? text : `"${text}"`)
}

function writePiece(piece: TemplatePiece, columns: readonly TableColumn[]): string {
  if (piece.kind === 'text') return piece.text
  if (piece.kind === 'cell') return '*'
  const { path } = columns[piece.column]!
  return `{${path.length === 0 ? KEY_COLUMN : writeColumnName(path)}}`
}

function writeRow(draft: Draft, at: number, ends: readonly CellEnd[]): string {
  const { source, columns, live, planned, odd, context } = draft
  const row = source.rows[at]!
  const key = source.keys === undefined ? '=' : `=${source.keys[at]!.raw}:`
  if (odd.has(at)) return key + withoutMark(source, context.nested(row))
  const cells = live.map((index, place) =>
    writeColumnCell(draft, columns[index]!.form, planned[index]!.cells[at], ends[place]!),
  )
  if (cells.length === 1 && cells[0]!.startsWith('='))
    return writeJson(planned[live[0]!]!.cells[at]!)
  const line = joinCells(cells, ends)
  const name = cells.length > 1 ? context.reference(row) : undefined
  if (name === undefined) return line
  const short = `${key}${source.keys === undefined ? '' : '='}${name}`
  return context.meter(short) < context.meter(line) ? short : line
}

/** Absent cells at the end are left out; behind a reference one stays, which alone would be the whole row. */
function joinCells(cells: readonly string[], ends: readonly CellEnd[]): string {
  const least = cells[0]?.startsWith('=') ? 2 : 1
  let length = cells.length
  while (length > least && cells[length - 1] === ABSENT[ends[length - 1]!]) length -= 1
  return cells.slice(0, length).reduce((line, cell, at) => line + ends[at - 1] + cell)
}

/** A row of an array that is a reference has one `=`, not two. */
function withoutMark({ keys }: TableRows, text: string): string {
  return keys === undefined && text.startsWith('=') ? text.slice(1) : text
}

const HOLDS_JSON = /^"[{[](?:\\n| )*\\"/

function writeColumnCell(
  { context, isText }: Draft,
  form: ColumnForm,
  cell: JsonNode | undefined,
  end: CellEnd,
): string {
  if (cell === undefined) return ABSENT[end]
  if (!isScalar(cell)) return context.nested(cell)
  if (form.kind === 'cells' && HOLDS_JSON.test(cell.raw)) return context.nested(cell)
  if (form.kind === 'cells') return writeCell(cell, form.strings || isText, end)
  return coreIn(form, innerOf(cell), end) ?? cell.raw
}

/** What a cell holds of its value, quotes aside. */
function wordIn(form: ColumnForm, cell: JsonScalar): string {
  const word = innerOf(cell)
  return coreIn(form, word) ?? word
}

function writeCell(cell: JsonNode, strings: boolean, end: CellEnd): string {
  if (!isScalar(cell)) return writeJson(cell)
  if (cell.kind !== 'string') return cell.raw
  const inner = innerOf(cell)
  return isBareCell(inner, end) && (strings || !isLiteralWord(inner)) ? inner : cell.raw
}
