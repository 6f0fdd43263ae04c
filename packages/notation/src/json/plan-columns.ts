import type { JsonNode, JsonObject } from './json-node.ts'

/** One column before its form is chosen: raw keys from the row down, and a cell per row. */
export interface PlannedColumn {
  readonly path: readonly string[]
  readonly cells: readonly (JsonNode | undefined)[]
}

/** Columns for the rows that fit them, and the rows that do not (doubled keys, keys in another order). */
export interface ColumnPlan {
  readonly columns: readonly PlannedColumn[]
  readonly odd: ReadonlySet<number>
}

type Row = JsonObject | undefined

const MAX_COLUMNS = 120
const MAX_DEPTH = 6
/** Below this share of filled cells a table is hard to read, and seldom pays. */
const MIN_FILLED = 0.3
const MAX_ODD = 0.25

/**
 * Lays rows out in columns, nested objects flattened where they are alike; `undefined` where rows differ too much.
 * @param isWhole whether an object has a form of its own that is better than columns
 */
export function planColumns(
  rows: readonly JsonObject[],
  isWhole: (node: JsonNode) => boolean,
): ColumnPlan | undefined {
  const odd = new Set<number>()
  for (let round = 0; round < 4; round += 1) {
    const before = odd.size
    const live = rows.map((row, at) => (odd.has(at) ? undefined : row))
    const columns = layOut({ rows: live, path: [], odd, room: MAX_COLUMNS, isWhole })
    if (columns === undefined || odd.size > MAX_ODD * rows.length) return undefined
    if (odd.size > before) continue
    const filled = columns.reduce((sum, { cells }) => sum + cells.filter(Boolean).length, 0)
    const size = columns.length * (rows.length - odd.size)
    return filled < MIN_FILLED * size || columns.length === 0 ? undefined : { columns, odd }
  }
  return undefined
}

interface Layout {
  readonly rows: readonly Row[]
  readonly path: readonly string[]
  readonly odd: Set<number>
  readonly room: number
  readonly isWhole: (node: JsonNode) => boolean
}

function layOut({ rows, path, odd, room, isWhole }: Layout): PlannedColumn[] | undefined {
  const order = mergeKeys(rows, room)
  if (order === undefined) return undefined
  const byKey = cellsByKey(rows, order, odd)
  const columns: PlannedColumn[] = []
  const staysWhole = (cell: JsonNode | undefined) => cell === undefined || isWhole(cell)
  for (const key of order) {
    const cells = byKey.get(key)!
    const deeper = [...path, key]
    const isNested = path.length < MAX_DEPTH && isAlike(cells) && !cells.every(staysWhole)
    const nested = isNested ? cells.map(asRow) : undefined
    const leaves =
      nested === undefined ? cells : cells.map((cell, at) => (nested[at] ? undefined : cell))
    if (leaves.some(Boolean)) columns.push({ path: deeper, cells: leaves })
    if (nested === undefined) continue
    const inner = layOut({ rows: nested, path: deeper, odd, room: room - columns.length, isWhole })
    if (inner === undefined) return undefined
    columns.push(...inner)
  }
  return columns.length > room ? undefined : columns
}

/** All keys in an order that most rows follow: a new key goes after the one it follows in its row. */
function mergeKeys(rows: readonly Row[], room: number): string[] | undefined {
  const order: string[] = []
  for (const row of rows) {
    let at = 0
    for (const { raw } of row?.keys ?? []) {
      if (order[at] !== raw) {
        const found = order.indexOf(raw)
        if (found < 0) order.splice(at, 0, raw)
        else at = found
      }
      at += 1
      if (order.length > room) return undefined
    }
  }
  return order
}

function cellsByKey(
  rows: readonly Row[],
  order: readonly string[],
  odd: Set<number>,
): Map<string, (JsonNode | undefined)[]> {
  const place = new Map(order.map((key, at) => [key, at]))
  const byKey = new Map(
    order.map((key) => [key, new Array<JsonNode | undefined>(rows.length).fill(undefined)]),
  )
  rows.forEach((row, at) => {
    let last = -1
    row?.keys.forEach(({ raw }, member) => {
      const next = place.get(raw)!
      if (next <= last) odd.add(at)
      last = next
      byKey.get(raw)![at] = row.values[member]
    })
  })
  return byKey
}

function asRow(cell: JsonNode | undefined): Row {
  return cell?.kind === 'object' && cell.keys.length > 0 ? cell : undefined
}

/** Whether the objects among these cells share enough keys to be columns. */
function isAlike(cells: readonly (JsonNode | undefined)[]): boolean {
  const present = cells.filter(Boolean).length
  const rows = cells.map(asRow).filter((row) => row !== undefined)
  if (rows.length < 2 || rows.length < 0.5 * present) return false
  const keys = new Set<string>()
  let members = 0
  for (const row of rows) {
    members += row.keys.length
    for (const { raw } of row.keys) keys.add(raw)
    if (keys.size > MAX_COLUMNS) return false
  }
  return members >= 0.5 * keys.size * rows.length
}
