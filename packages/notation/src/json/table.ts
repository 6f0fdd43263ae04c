import type { JsonNode } from './json-node.ts'
import type { Mask } from './masks.ts'

/** A part of a template: its own text, the cell of this column, or what another column of the row holds. */
export type TemplatePiece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'cell' }
  | { readonly kind: 'column'; readonly column: number }

/**
 * How the values of a column are had. `cells`: written in each row; `strings` says that a bare `1` is `"1"`.
 * `constant`: the same everywhere. `template`: a string made of pieces; a single `column` piece copies any value.
 * `mask`: a string in which the digits of the cell stand for `#`.
 */
export type ColumnForm =
  | { readonly kind: 'cells'; readonly strings: boolean }
  | { readonly kind: 'constant'; readonly value: JsonNode }
  | { readonly kind: 'template'; readonly pieces: readonly TemplatePiece[] }
  | { readonly kind: 'mask'; readonly mask: Mask }

/** A column of a table: raw keys from the row down (none: the key of the row itself), and its form. */
export interface TableColumn {
  readonly path: readonly string[]
  readonly form: ColumnForm
}

/** Whether each row holds a cell of this column. */
export function hasCells({ form }: TableColumn): boolean {
  if (form.kind === 'cells' || form.kind === 'mask') return true
  return form.kind === 'template' && form.pieces.some(({ kind }) => kind === 'cell')
}

/** Whether a template does nothing but copy another column, of whatever type. */
export function copiedColumn(form: ColumnForm): number | undefined {
  if (form.kind !== 'template' || form.pieces.length !== 1) return undefined
  const [piece] = form.pieces
  return piece?.kind === 'column' ? piece.column : undefined
}

/** The pieces of a template around one that is no text of its own. */
export function piecesOf(prefix: string, middle: TemplatePiece, suffix: string): TemplatePiece[] {
  const text = (value: string): TemplatePiece[] =>
    value === '' ? [] : [{ kind: 'text', text: value }]
  return [...text(prefix), middle, ...text(suffix)]
}
