import { commonAffixes, frequentAffix } from './affixes.ts'
import { TEMPLATE_MARK } from './column-name.ts'
import type { JsonNode, JsonScalar } from './json-node.ts'
import { innerOf, isBareCell, isLiteralWord, isScalar } from './lexeme.ts'
import type { PlannedColumn } from './plan-columns.ts'
import type { ColumnForm, TableColumn, TemplatePiece } from './table.ts'
import { writeJson } from './white-space.ts'

/** Exact tokens of a short text, remembered. */
export type TokenMeter = (text: string) => number

const NAMEABLE = /^[\p{L}_$][\p{L}\p{N}_$]*$/u

/** Chooses the form of each column: constant, copy or template of columns before it, affixes, or plain cells. */
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
  return affixForm(scalars, meter) ?? plain
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

function piecesOf(prefix: string, middle: TemplatePiece, suffix: string): TemplatePiece[] {
  const text = (value: string): TemplatePiece[] =>
    value === '' ? [] : [{ kind: 'text', text: value }]
  return [...text(prefix), middle, ...text(suffix)]
}

const SAMPLE = 40
/** A whole value among shorter ones stands in quotes. */
const QUOTES = 2
/** Below this share of alike values a template says little, and reads badly. */
const LEAST_ALIKE = 0.6
/** Of fewer values most is nearly all. */
const LEAST_ROWS = 4

/** Prefix, suffix or both, whichever saves most in a sample of the cells; `undefined` where none saves. */
function affixForm(scalars: readonly JsonScalar[], meter: TokenMeter): ColumnForm | undefined {
  const words = scalars.map(innerOf)
  const { prefix, suffix } = commonAffixes(words)
  const sample = words.slice(0, SAMPLE)
  const scale = words.length / sample.length
  const cost = ([from, to]: AffixPair) => {
    const header = from + to === '' ? 0 : meter(`=${from}*${to}`)
    const cells = sample.map((word) => {
      const core = coreBetween(word, from, to)
      const isShort = core !== undefined && isCore(core)
      return isShort || from + to === '' ? meter(` ${core}`) : meter(` ${word}`) + QUOTES
    })
    return header + scale * cells.reduce((sum, tokens) => sum + tokens, 0)
  }
  const choices: AffixPair[] = [NO_AFFIX]
  const offer = (from: string, to: string) => {
    const isNew = choices.every(([prefix, suffix]) => prefix !== from || suffix !== to)
    if (isNew) choices.push([from, to])
  }
  offer(prefix, '')
  offer('', suffix)
  offer(prefix, suffix)
  if (sample.length >= LEAST_ROWS) {
    const least = Math.ceil(LEAST_ALIKE * sample.length)
    offer(frequentAffix(sample, least, true, isCore), '')
    offer('', frequentAffix(sample, least, false, isCore))
  }
  if (choices.length === 1) return undefined
  const costs = choices.map(cost)
  const best = costs.indexOf(Math.min(...costs))
  if (best <= 0) return undefined
  const [from, to] = choices[best]!
  return { kind: 'template', pieces: piecesOf(from, { kind: 'cell' }, to) }
}

/** What a cell can hold at best: without quotes between bars. */
function isCore(rest: string): boolean {
  return isBareCell(rest, '|')
}

type AffixPair = readonly [prefix: string, suffix: string]
const NO_AFFIX: AffixPair = ['', '']

/** What stands between prefix and suffix; `undefined` for a word that does not have them. */
function coreBetween(word: string, prefix: string, suffix: string): string | undefined {
  const length = word.length - prefix.length - suffix.length
  if (length < 0 || !word.startsWith(prefix) || !word.endsWith(suffix)) return undefined
  return word.slice(prefix.length, prefix.length + length)
}

/** The cell of a string in a column with this template; `undefined` where the string stands as a whole. */
export function coreOfTemplate(pieces: readonly TemplatePiece[], word: string): string | undefined {
  const texts = pieces.map((piece) => (piece.kind === 'text' ? piece.text : ''))
  const at = pieces.findIndex(({ kind }) => kind === 'cell')
  return coreBetween(word, texts.slice(0, at).join(''), texts.slice(at + 1).join(''))
}
