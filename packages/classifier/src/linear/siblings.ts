import type { Unit } from '../text/unit.ts'

/** Where units stand among those that are like them. */
export interface Siblings {
  /** For each unit the number of its row: elements of JSON arrays; in other text a row is a line. Rows are numbered from 0. */
  readonly rowOf: Int32Array
  /** The units of each row. */
  readonly rows: readonly (readonly number[])[]
  /** For each unit the units of its kind: the same JSON path, or lines of the same form. */
  readonly kinOf: readonly (readonly number[])[]
  /** The place of each unit among its kin. */
  readonly placeOf: Int32Array
  readonly isJson: boolean
}

const FORM_LENGTH = 12
const LETTERS = /\p{L}+/gu
const DIGITS = /\p{N}+/gu

/** Groups units by row and by kind. */
export function findSiblings(units: readonly Unit[]): Siblings {
  const isJson = units.some(({ nodes }) => nodes.length > 0)
  const rowKeys = new Map<number, number>()
  const rows: number[][] = []
  const rowOf = new Int32Array(units.length)
  const kin = new Map<string, number[]>()
  const kinOf: number[][] = []
  const placeOf = new Int32Array(units.length)
  for (const unit of units) {
    const key = isJson ? (unit.opens.findLast(({ isElement }) => isElement)?.id ?? -1) : unit.row
    let row = rowKeys.get(key)
    if (row === undefined) {
      row = rows.length
      rowKeys.set(key, row)
      rows.push([])
    }
    rows[row]!.push(unit.index)
    rowOf[unit.index] = row
    const form = isJson ? unit.path : formOf(unit.value)
    const like = kin.get(form) ?? []
    kin.set(form, like)
    placeOf[unit.index] = like.length
    like.push(unit.index)
    kinOf.push(like)
  }
  return { rowOf, rows, kinOf, placeOf, isJson }
}

/** The form of the start of a line: what its letters and digits are does not count. */
export function formOf(line: string): string {
  return line
    .trim()
    .slice(0, FORM_LENGTH)
    .replace(LETTERS, (letters) => (letters === letters.toLowerCase() ? 'a' : 'A'))
    .replace(DIGITS, '0')
}
