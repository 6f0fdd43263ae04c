import type { JsonNode } from '../json/json-tree.ts'
import { countPieces } from '../text/pieces.ts'
import type { Unit } from '../text/unit.ts'
import { closeGaps } from './json-gaps.ts'
import type { Kept, Layout } from './layout.ts'
import { choiceOf } from './order-units.ts'
import { renderJson } from './render-json.ts'

/** How a JSON text is laid out. */
export interface JsonLayoutOptions {
  readonly root: JsonNode
  /** Units by field, in order: the parts. */
  readonly fields: readonly Unit[]
  /** What is chosen: the fields, or the rows that they make. */
  readonly units: readonly Unit[]
}

/** Which parts make up a node. */
export interface JsonParts {
  /** [from, to) of the fields. */
  of(node: JsonNode): readonly [from: number, to: number]
  /** Whether it is a value of its own, not what its children make it. */
  isLeaf(node: JsonNode): boolean
}

/** Lays a JSON text out by its values: whatever is kept, the result parses. */
export function jsonLayout(text: string, { root, fields, units }: JsonLayoutOptions): Layout {
  const index = indexParts(root, fields)
  const members = membersOf(units, fields)
  const costs = fields.map(({ start, end }) => Math.max(1, countPieces(text, start, end)))
  return {
    choices: units.map(choiceOf),
    complete(chosen): Kept {
      const parts = new Uint8Array(fields.length)
      for (const [unit, own] of members.entries()) {
        if (chosen[unit] === 1) for (const part of own) parts[part] = 1
      }
      return closeGaps(text, { root, index, parts, costs })
    },
    render: ({ parts }) => renderJson(text, { root, index, parts, fields }),
  }
}

/** Fields come in the order of the text, so that those of a node follow each other. */
function indexParts(root: JsonNode, fields: readonly Unit[]): JsonParts {
  const places = new Map<JsonNode, readonly [number, number]>()
  const leaves = new Set<JsonNode>()
  let next = 0
  // Depth is bounded by the tree.
  const walk = (node: JsonNode): void => {
    const from = next
    if (fields[next]?.nodes[0] === node) {
      leaves.add(node)
      while (fields[next]?.nodes[0] === node) next++
    } else {
      for (const child of node.children) walk(child)
    }
    places.set(node, [from, next])
  }
  walk(root)
  return { of: (node) => places.get(node)!, isLeaf: (node) => leaves.has(node) }
}

/** The fields of each unit: those of its row, or the one that starts where it does. */
function membersOf(units: readonly Unit[], fields: readonly Unit[]): (readonly number[])[] {
  const rows = new Map<number, number[]>()
  const starts = new Map<number, number>()
  for (const field of fields) {
    const row = rowOf(field)
    const found = row === undefined ? undefined : rows.get(row)
    if (found !== undefined) found.push(field.index)
    else if (row !== undefined) rows.set(row, [field.index])
    starts.set(field.start, field.index)
  }
  if (units === fields) return fields.map(({ index }) => [index])
  return units.map((unit) => {
    const row = rowOf(unit)
    return row === undefined ? [starts.get(unit.start)!] : rows.get(row)!
  })
}

function rowOf(unit: Unit): number | undefined {
  return unit.opens.findLast((container) => container.isElement)?.id
}
