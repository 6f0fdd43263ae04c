import type { JsonNode } from '../json/json-tree.ts'
import { countPieces } from '../text/pieces.ts'
import type { JsonParts } from './json-layout.ts'
import type { Kept } from './layout.ts'
import { elementMark, priceOfMark, textMark } from './marks.ts'

/** What is to be closed. */
export interface Closing {
  readonly root: JsonNode
  readonly index: JsonParts
  /** 1 for each field that is kept; changed in place. */
  readonly parts: Uint8Array
  /** Pieces of each field. */
  readonly costs: readonly number[]
}

interface Price {
  /** Whether anything in it is kept. */
  readonly isKept: boolean
  /** Pieces of what is kept in it, and the same with marks. */
  readonly kept: number
  readonly marked: number
  /** Pieces of all of it. */
  readonly full: number
}

/** Pieces of the comma before a mark. */
const COMMA = 1

/** Keeps whatever is not longer than the mark that would stand for it, in place, and counts. */
export function closeGaps(text: string, closing: Closing): Kept {
  const { kept, marked } = priceOf(text, closing.root, closing)
  return { parts: closing.parts, keptCost: kept, cost: marked }
}

// Depth is bounded by the tree.
function priceOf(text: string, node: JsonNode, closing: Closing): Price {
  const [from, to] = closing.index.of(node)
  return closing.index.isLeaf(node)
    ? leafPrice(from, to, closing)
    : containerPrice(text, node, closing)
}

function leafPrice(from: number, to: number, { parts, costs }: Closing): Price {
  let full = 0
  for (let i = from; i < to; i++) full += costs[i]!
  let kept = 0
  let marked = 0
  for (let i = from; i < to; ) {
    let end = i
    let own = 0
    while (end < to && parts[end] === parts[i]) own += costs[end++]!
    const mark = priceOfMark(textMark(end - i, 'sentence'))
    const isWhole = i === from && end === to
    if (parts[i] === 0 && own <= mark && !isWhole) parts.fill(1, i, end)
    if (parts[i] === 1) kept += own
    marked += parts[i] === 1 ? own : mark
    i = end
  }
  return { isKept: kept > 0, kept, marked, full }
}

function containerPrice(text: string, node: JsonNode, closing: Closing): Price {
  const prices = node.children.map((child) => priceOf(text, child, closing))
  const frame = frameCost(text, node)
  const full = prices.reduce((sum, price) => sum + price.full, frame)
  if (prices.every((price) => !price.isKept)) return { isKept: false, kept: 0, marked: 0, full }
  let kept = frame
  let marked = frame
  for (const { isKept, marked: own, kept: ownKept } of prices) {
    kept += isKept ? ownKept : 0
    marked += isKept ? own : 0
  }
  for (const gap of gapsOf(node, prices)) {
    const own = gap.reduce((sum, i) => sum + prices[i]!.full, 0)
    const mark = markCost(node, gap.length) + COMMA
    if (own <= mark) {
      for (const i of gap) closing.parts.fill(1, ...closing.index.of(node.children[i]!))
      kept += own
    }
    marked += Math.min(own, mark)
  }
  return { isKept: true, kept, marked, full }
}

/** All dropped members of an object are one gap; those of an array one for each run. */
function gapsOf(node: JsonNode, prices: readonly Price[]): number[][] {
  const dropped = Array.from(prices.keys()).filter((i) => !prices[i]!.isKept)
  if (node.kind === 'object') return dropped.length === 0 ? [] : [dropped]
  const gaps: number[][] = []
  for (const i of dropped) {
    const last = gaps.at(-1)
    if (last !== undefined && last.at(-1) === i - 1) last.push(i)
    else gaps.push([i])
  }
  return gaps
}

/** The mark of a gap of an array. */
export function arrayMark(node: JsonNode, count: number): string {
  const isRows = node.children.some(({ kind }) => kind === 'object' || kind === 'array')
  return elementMark(count, isRows ? 'row' : 'value')
}

/** Counted as in later objects of a text, and without a second look at the keys. */
function markCost(node: JsonNode, count: number): number {
  return priceOfMark(node.kind === 'object' ? `"...":${count}` : arrayMark(node, count))
}

function frameCost(text: string, node: JsonNode): number {
  return countPieces(text, node.outerStart, node.start + 1) + 1
}
