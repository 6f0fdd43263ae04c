import { childrenOf, isContainer, type JsonNode } from './json-node.ts'
import type { WhiteSpace } from './white-space.ts'

/** The columns that each container takes on one line in a style. Linear, without recursion. */
export function inlineLengths(node: JsonNode, style: WhiteSpace): Map<JsonNode, number> {
  const lengths = new Map<JsonNode, number>()
  const order: JsonNode[] = []
  const waiting = [node]
  while (waiting.length > 0) {
    const next = waiting.pop()!
    if (!isContainer(next)) continue
    order.push(next)
    for (const child of childrenOf(next)) waiting.push(child)
  }
  for (const container of order.reverse())
    lengths.set(container, lengthOf(container, style, lengths))
  return lengths
}

function lengthOf(
  node: JsonNode,
  style: WhiteSpace,
  lengths: ReadonlyMap<JsonNode, number>,
): number {
  const children = childrenOf(node)
  if (children.length === 0) return 2
  let length = 2 + (children.length - 1) * style.comma.length
  if (node.kind === 'object') {
    length += 2 * style.padding.length
    for (const key of node.keys) length += key.raw.length + style.colon.length
  }
  for (const child of children)
    length += isContainer(child) ? lengths.get(child)! : child.raw.length
  return length
}
