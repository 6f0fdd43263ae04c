import type { JsonNode } from './json-node.ts'
import { ABSENT, type CellEnd, innerOf, isBareCell, isLiteralWord, isScalar } from './lexeme.ts'
import type { ColumnForm } from './table.ts'
import type { TableDraft } from './table-draft.ts'
import { coreIn } from './text-form.ts'
import { writeJson } from './white-space.ts'

const HOLDS_JSON = /^"[{[](?:\\n| )*\\"/

/** Writes the cell of a column: what its form leaves of the value. */
export function writeColumnCell(
  { context, isText }: TableDraft,
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

/** Writes a value bare where it may be, else as JSON. */
export function writeCell(cell: JsonNode, strings: boolean, end: CellEnd): string {
  if (!isScalar(cell)) return writeJson(cell)
  if (cell.kind !== 'string') return cell.raw
  const inner = innerOf(cell)
  return isBareCell(inner, end) && (strings || !isLiteralWord(inner)) ? inner : cell.raw
}
