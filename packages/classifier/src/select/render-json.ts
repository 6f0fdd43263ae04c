import type { JsonNode } from '../json/json-tree.ts'
import type { Unit } from '../text/unit.ts'
import type { JsonParts } from './json-layout.ts'
import type { Rendered } from './layout.ts'
import { arrayMark, memberMark, textMark } from './marks.ts'
import { createRendering, type Rendering } from './rendering.ts'

/** What is kept of a JSON text. */
export interface KeptJson {
  readonly root: JsonNode
  readonly index: JsonParts
  readonly parts: Uint8Array
  readonly fields: readonly Unit[]
}

/** Puts together what is kept of a JSON text; the result is JSON. */
export function renderJson(text: string, json: KeptJson): Rendered {
  const rendering = createRendering(text)
  const { root } = json
  rendering.keep(0, root.start)
  renderNode(text, root, json, rendering)
  rendering.keep(root.end, text.length)
  return rendering.finish()
}

// Depth is bounded by the tree.
function renderNode(text: string, node: JsonNode, json: KeptJson, rendering: Rendering): void {
  const [from, to] = json.index.of(node)
  const kept = countKept(json.parts, from, to)
  if (kept === to - from) rendering.keep(node.outerStart, node.end)
  else if (node.kind === 'string') renderString(node, json, rendering)
  else renderContainer(text, node, json, rendering)
}

function renderContainer(text: string, node: JsonNode, json: KeptJson, rendering: Rendering): void {
  const isDropped = node.children.map((child) => isGone(child, json))
  const total = isDropped.filter(Boolean).length
  rendering.keep(node.outerStart, node.start + 1)
  let shown = 0
  let isMarked = false
  for (const [i, child] of node.children.entries()) {
    const lead = leadOf(text, node, i)
    if (!isDropped[i]) {
      rendering.keep(shown === 0 ? lead.afterComma : lead.start, child.outerStart)
      renderNode(text, child, json, rendering)
      isMarked = node.kind === 'object' && isMarked
    } else if (!isMarked) {
      const isFirst = rendering.isFirstMark()
      const mark =
        node.kind === 'object'
          ? memberMark(total, node, isFirst)
          : arrayMark(node, runLength(isDropped, i), isFirst)
      const blanks = text.slice(lead.afterComma, child.outerStart)
      rendering.mark(`${shown === 0 ? '' : ','}${blanks}${mark}`)
      isMarked = true
    }
    shown++
  }
  rendering.keep(node.children.at(-1)!.end, node.end)
}

/** Whether a node has parts and none is kept. */
function isGone(node: JsonNode, json: KeptJson): boolean {
  const [from, to] = json.index.of(node)
  return to > from && countKept(json.parts, from, to) === 0
}

/** What stands before a child: a comma, save before the first, and white space. */
function leadOf(
  text: string,
  node: JsonNode,
  index: number,
): { start: number; afterComma: number } {
  const before = node.children[index - 1]
  const start = before === undefined ? node.start + 1 : before.end
  return { start, afterComma: before === undefined ? start : text.indexOf(',', start) + 1 }
}

function renderString(node: JsonNode, json: KeptJson, rendering: Rendering): void {
  const [from, to] = json.index.of(node)
  rendering.keep(node.outerStart, node.start + 1)
  for (let i = from; i < to; ) {
    let end = i
    while (end < to && json.parts[end] === json.parts[i]) end++
    const { valueStart } = json.fields[i]!
    const { valueEnd } = json.fields[end - 1]!
    if (json.parts[i] === 1) rendering.keep(valueStart, valueEnd)
    else {
      const mark = textMark(end - i, 'sentence', rendering.isFirstMark())
      rendering.mark(mark + (end < to ? ' ' : ''))
    }
    i = end
  }
  rendering.keep(node.end - 1, node.end)
}

function runLength(isDropped: readonly boolean[], from: number): number {
  let to = from
  while (isDropped[to]) to++
  return to - from
}

function countKept(parts: Uint8Array, from: number, to: number): number {
  let count = 0
  for (let i = from; i < to; i++) count += parts[i]!
  return count
}
