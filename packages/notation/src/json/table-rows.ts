import type { JsonArray, JsonNode, JsonObject } from './json-node.ts'
import type { TableRows } from './table-draft.ts'

/** The rows that a container holds, if it is an array of objects, a map of objects, or an array of such arrays. */
export function tableRowsOf(node: JsonArray | JsonObject): TableRows | undefined {
  if (node.kind === 'object') {
    return areRows(node.values) ? { rows: node.values, keys: node.keys } : undefined
  }
  if (areRows(node.items)) return { rows: node.items }
  const groups = node.items.map((item) => (item.kind === 'array' ? item.items : undefined))
  if (groups.length < 2 || groups.includes(undefined)) return undefined
  const rows = groups.flatMap((items) => items ?? [])
  if (!areRows(rows)) return undefined
  return { rows, groups: groups.map((items) => items?.length ?? 0) }
}

function areRows(values: readonly JsonNode[]): values is JsonObject[] {
  return (
    values.length > 1 && values.every((value) => value.kind === 'object' && value.keys.length > 0)
  )
}
