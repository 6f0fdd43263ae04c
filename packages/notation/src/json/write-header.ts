import { KEY_COLUMN, writeColumnName } from './column-name.ts'
import { type CellEnd, isBareInHeader, isBareTemplate, isScalar, type Separator } from './lexeme.ts'
import type { ColumnForm, TableColumn, TemplatePiece } from './table.ts'
import type { TableDraft, TableRows } from './table-draft.ts'
import { writeCell } from './write-cell.ts'

/** The first line of a table: how many rows, and of each column its name and form. */
export function writeHeader(
  draft: TableDraft,
  separator: Separator,
  ends: readonly CellEnd[],
): string {
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
  readonly draft: TableDraft
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

function writeForm(
  { columns, isText }: TableDraft,
  form: ColumnForm,
  separator: Separator,
): string {
  if (form.kind === 'cells') return form.strings && !isText ? ':str' : ''
  if (form.kind === 'constant') {
    const text = writeCell(form.value, isText, separator)
    if (!isScalar(form.value) || form.value.kind !== 'string') return `=${text}`
    const isSplit = /[()]/.test(text) || !isBareInHeader(text, separator)
    return '=' + (isSplit ? form.value.raw : text)
  }
  if (form.kind === 'mask') {
    const { text } = form.mask
    return ':' + (isBareTemplate(text, separator) ? text : `"${text}"`)
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
