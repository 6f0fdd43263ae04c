import { TEMPLATE_MARK } from './column-name.ts'
import type { JsonNode, JsonScalar } from './json-node.ts'
import { innerOf, isLiteralWord, isScalar } from './lexeme.ts'
import type { PlannedColumn } from './plan-columns.ts'
import { type ColumnForm, piecesOf, type TableColumn } from './table.ts'
import { type TokenMeter, textForm } from './text-form.ts'
import { writeJson } from './white-space.ts'

const NAMEABLE = /^[\p{L}_$][\p{L}\p{N}_$]*$/u

/** Chooses the form of each column: constant, copy or template of columns before it, affixes, mask, or plain cells. */
export function chooseForms(columns: readonly PlannedColumn[], meter: TokenMeter): TableColumn[] {
  const chosen: TableColumn[] = []
  const present = columns.map(({ cells }) => cells.filter(Boolean).length)
  columns.forEach((column, at) => {
    chosen.push({ path: column.path, form: chooseForm({ columns, present, chosen, meter }, at) })
  })
  return chosen
}

interface Choosing {
  readonly columns: readonly PlannedColumn[]
  /** How many rows have a cell, by column. */
  readonly present: readonly number[]
  readonly chosen: readonly TableColumn[]
  readonly meter: TokenMeter
}

function chooseForm(choosing: Choosing, at: number): ColumnForm {
  const { columns, present, meter } = choosing
  const { path, cells } = columns[at]!
  const constant = path.length > 0 ? constantOf(cells) : undefined
  if (constant !== undefined) return { kind: 'constant', value: constant }
  const plain: ColumnForm = { kind: 'cells', strings: needsStringMark(cells) }
  const scalars = cells.filter(isScalar)
  if (scalars.length !== present[at] || scalars.length < 2) return plain
  const derived = derivedForm(choosing, at)
  if (derived !== undefined) return derived
  if (scalars.some(({ kind }) => kind !== 'string')) return plain
  return textForm(scalars, meter) ?? plain
}

/** The one value of a column that has it in every row and can stand in a header. */
function constantOf(cells: readonly (JsonNode | undefined)[]): JsonNode | undefined {
  const [first] = cells
  if (first === undefined || cells.length < 2) return undefined
  if (isScalar(first)) {
    if (first.kind === 'string' && TEMPLATE_MARK.test(first.raw)) return undefined
    return cells.every((cell) => isScalar(cell) && cell.raw === first.raw) ? first : undefined
  }
  const text = writeJson(first)
  return cells.every((cell) => cell?.kind === first.kind && writeJson(cell) === text)
    ? first
    : undefined
}

/** All strings, and at least one of them reads as a number or literal. */
function needsStringMark(cells: readonly (JsonNode | undefined)[]): boolean {
  const present = cells.filter((cell) => cell !== undefined)
  if (present.some((cell) => cell.kind !== 'string')) return false
  return present.some((cell) => isLiteralWord(innerOf(cell as JsonScalar)))
}

function derivedForm({ columns, present, chosen }: Choosing, at: number): ColumnForm | undefined {
  const { cells } = columns[at]!
  const rows = cells.flatMap((cell, row) => (cell === undefined ? [] : [row]))
  for (let column = 0; column < at; column += 1) {
    if (!canBeNamed(chosen[column]!)) continue
    const source = columns[column]!.cells
    if (!isScalar(source[rows[0]!]) || present[column] !== rows.length) continue
    const form = derive(cells, source, rows, column)
    if (form !== undefined) return form
  }
  return undefined
}

/** A column that templates can name: a bare name, and something that differs from row to row. */
function canBeNamed({ path, form }: TableColumn): boolean {
  if (form.kind === 'constant') return false
  return path.every((raw) => NAMEABLE.test(raw.slice(1, -1)))
}

type Cells = readonly (JsonNode | undefined)[]

/** The template that makes every cell out of the cell of one other column, if there is one. */
function derive(
  cells: Cells,
  source: Cells,
  rows: readonly number[],
  column: number,
): ColumnForm | undefined {
  const first = rows[0]!
  const [target, from] = [cells[first], source[first]]
  if (!isScalar(target) || !isScalar(from)) return undefined
  if (target.raw === from.raw && isCopy(cells, source, rows)) {
    return { kind: 'template', pieces: [{ kind: 'column', column }] }
  }
  if (target.kind !== 'string') return undefined
  const [word, part] = [innerOf(target), innerOf(from)]
  if (part === '' || word.includes('\\')) return undefined
  for (const place of new Set([word.indexOf(part), word.lastIndexOf(part)])) {
    if (place < 0) continue
    const prefix = word.slice(0, place)
    const suffix = word.slice(place + part.length)
    // A column alone is copied with its type, and `"7"` is not 7.
    if (prefix + suffix === '' || TEMPLATE_MARK.test(prefix + suffix)) continue
    if (rows.every((row) => isMadeOf(cells[row]!, source[row], prefix, suffix))) {
      return { kind: 'template', pieces: piecesOf(prefix, { kind: 'column', column }, suffix) }
    }
  }
  return undefined
}

function isCopy(cells: Cells, source: Cells, rows: readonly number[]): boolean {
  return rows.every((row) => {
    const [a, b] = [cells[row], source[row]]
    return isScalar(a) && isScalar(b) && a.raw === b.raw
  })
}

function isMadeOf(
  cell: JsonNode,
  from: JsonNode | undefined,
  prefix: string,
  suffix: string,
): boolean {
  if (!isScalar(from) || cell.kind !== 'string') return false
  return innerOf(cell) === prefix + innerOf(from) + suffix
}
