import type { JsonNode } from '../json/json-tree.ts'
import { countPieces } from '../text/pieces.ts'
import type { Unit } from '../text/unit.ts'
import type { Layout } from './layout.ts'
import { arrayMark, firstMarkPieces, textMark } from './marks.ts'
import { choiceOf } from './order-units.ts'
import { createTreeBuilder, type PricedTree, type TreeBuilder } from './priced-tree.ts'
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

/** Pieces of a mark in an object and in a string, with what stands before it. */
const MEMBER_MARK = countPieces('"...":3,')
const SENTENCE_MARK = countPieces(textMark(3, 'sentence', false)) + 1

/** Lays a JSON text out by its values: whatever is kept, the result parses. */
export function jsonLayout(text: string, { root, fields, units }: JsonLayoutOptions): Layout {
  const index = indexParts(root, fields)
  const members = membersOf(units, fields)
  return {
    tree: treeOf(text, root, index, fields),
    choices: units.map(choiceOf),
    frames: [],
    partsOf: (choice) => members[choice]!,
    framesOf: () => [],
    render: (parts) => renderJson(text, { root, index, parts, fields }),
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

function treeOf(
  text: string,
  root: JsonNode,
  index: JsonParts,
  fields: readonly Unit[],
): PricedTree {
  const builder = createTreeBuilder(firstMarkPieces('field'))
  // Depth is bounded by the tree.
  const walk = (node: JsonNode): void => {
    const [from, to] = index.of(node)
    if (!index.isLeaf(node)) {
      const isOneGap = node.kind === 'object'
      const mark = isOneGap ? MEMBER_MARK : countPieces(arrayMark(node, 3, false)) + 1
      builder.container({ own: frameCost(text, node), mark, isOneGap }, () => {
        for (const child of node.children) walk(child)
      })
    } else if (to - from === 1 && node !== root) {
      builder.part(Math.max(1, countPieces(text, node.outerStart, node.end)))
    } else {
      addSentences(text, node, fields.slice(from, to), builder)
    }
  }
  walk(root)
  return builder.finish()
}

/** A string of several sentences is a container of them. */
function addSentences(
  text: string,
  node: JsonNode,
  sentences: readonly Unit[],
  builder: TreeBuilder,
): void {
  const own = frameCost(text, node)
  builder.container({ own, mark: SENTENCE_MARK, isOneGap: false }, () => {
    for (const { valueStart, valueEnd } of sentences) {
      builder.part(Math.max(1, countPieces(text, valueStart, valueEnd)))
    }
  })
}

function frameCost(text: string, node: JsonNode): number {
  return countPieces(text, node.outerStart, node.start + 1) + 1
}

/** The fields of each unit: those of its row, or the one that starts where it does. */
function membersOf(units: readonly Unit[], fields: readonly Unit[]): (readonly number[])[] {
  if (units === fields) return fields.map(({ index }) => [index])
  const rows = new Map<number, number[]>()
  const starts = new Map<number, number>()
  for (const field of fields) {
    const row = rowOf(field)
    const found = row === undefined ? undefined : rows.get(row)
    if (found !== undefined) found.push(field.index)
    else if (row !== undefined) rows.set(row, [field.index])
    starts.set(field.start, field.index)
  }
  return units.map((unit) => {
    const row = rowOf(unit)
    return row === undefined ? [starts.get(unit.start)!] : rows.get(row)!
  })
}

function rowOf(unit: Unit): number | undefined {
  return unit.opens.findLast((container) => container.isElement)?.id
}
