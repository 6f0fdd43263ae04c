import type { JsonNode, JsonObject, JsonScalar } from './json-node.ts'
import { scalarOf } from './lexeme.ts'
import type { TableColumn } from './table.ts'

/** Makes the object of a row from the values of its columns; absent ones leave no key. */
export type RowBuilder = (values: readonly (JsonNode | undefined)[]) => JsonObject

interface OpenObject {
  readonly keys: JsonScalar[]
  readonly values: JsonNode[]
}

/** Knows which nested object each column belongs to, so that rows are built in one pass. */
export function createRowBuilder(columns: readonly TableColumn[]): RowBuilder {
  const slots = columns.map(({ path }) => ({
    key: scalarOf(path.at(-1) ?? '""'),
    parents: path.slice(0, -1).map((raw, at) => ({
      key: scalarOf(raw),
      id: path.slice(0, at + 1).join('.'),
    })),
    isRowKey: path.length === 0,
  }))
  return (values) => {
    const row: OpenObject = { keys: [], values: [] }
    const nested = new Map<string, OpenObject>()
    slots.forEach(({ key, parents, isRowKey }, at) => {
      const value = values[at]
      if (value === undefined || isRowKey) return
      let target = row
      for (const parent of parents) target = openNested(target, nested, parent)
      target.keys.push(key)
      target.values.push(value)
    })
    return { kind: 'object', ...row, start: 0, end: 0 }
  }
}

function openNested(
  target: OpenObject,
  nested: Map<string, OpenObject>,
  { key, id }: { readonly key: JsonScalar; readonly id: string },
): OpenObject {
  const known = nested.get(id)
  if (known !== undefined) return known
  const opened: OpenObject = { keys: [], values: [] }
  nested.set(id, opened)
  target.keys.push(key)
  target.values.push({ kind: 'object', ...opened, start: 0, end: 0 })
  return opened
}
