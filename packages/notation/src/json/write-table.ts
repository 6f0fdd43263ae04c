import { chooseForms } from './choose-form.ts'
import type { JsonScalar } from './json-node.ts'
import {
  ABSENT,
  type CellEnd,
  innerOf,
  isBareCell,
  isLiteralWord,
  isScalar,
  type Separator,
} from './lexeme.ts'
import { type PlannedColumn, planColumns } from './plan-columns.ts'
import { joinRows } from './row-runs.ts'
import { hasCells, type TableColumn } from './table.ts'
import type { TableContext, TableDraft, TableRows } from './table-draft.ts'
import { coreIn } from './text-form.ts'
import { writeJson } from './white-space.ts'
import { writeColumnCell } from './write-cell.ts'
import { writeHeader } from './write-header.ts'

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
function writeShorter(draft: TableDraft): WrittenTable {
  const ends = planEnds(draft)
  const mixed = writeWhole(draft, ' ', ends)
  if (!mixed.text.includes('"') && !ends.includes('|')) return mixed
  const bars = writeWhole(draft, '|', allBars(draft))
  return bars.cost < mixed.cost ? bars : mixed
}

function writeBySample(draft: TableDraft): WrittenTable {
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

function allBars({ live }: TableDraft): CellEnd[] {
  return live.map((_, at) => (at === live.length - 1 ? '\n' : '|'))
}

/**
 * A bar where the quotes that it spares cost more than the words behind it, which lose the blank that is theirs; and where
 * it costs next to nothing before cells that hold blanks, so that `4 6 Elm Road` is `4|6 Elm Road`.
 */
function planEnds({ live, columns, planned }: TableDraft): CellEnd[] {
  const holdsBlanks = live.map((index) =>
    planned[index]!.cells.filter(
      (cell) => isScalar(cell) && needsBar(coreIn(columns[index]!.form, innerOf(cell)) ?? ''),
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

function writeWhole(
  draft: TableDraft,
  separator: Separator,
  ends: readonly CellEnd[],
): WrittenTable {
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

function writeRow(draft: TableDraft, at: number, ends: readonly CellEnd[]): string {
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
