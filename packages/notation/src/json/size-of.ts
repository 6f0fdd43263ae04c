import { childrenOf, type JsonNode } from './json-node.ts'
import { isScalar } from './lexeme.ts'

/** Code units that values take when minified, remembered per container. */
export interface Sizes {
  sizeOf(node: JsonNode): number
}

/** A memory for sizes. Values may share children: each container is visited once. */
export function createSizes(): Sizes {
  const known = new WeakMap<JsonNode, number>()
  return {
    sizeOf(node) {
      if (isScalar(node)) return node.raw.length
      const stack: JsonNode[] = [node]
      while (stack.length > 0) {
        const top = stack.at(-1)!
        const waiting = known.has(top)
          ? []
          : childrenOf(top).filter((child) => sizeIn(known, child) === undefined)
        stack.push(...waiting.slice(0, 1000))
        if (waiting.length > 0) continue
        if (!known.has(top)) known.set(top, measure(known, top))
        stack.pop()
      }
      return known.get(node)!
    },
  }
}

function sizeIn(known: WeakMap<JsonNode, number>, node: JsonNode): number | undefined {
  return isScalar(node) ? node.raw.length : known.get(node)
}

function measure(known: WeakMap<JsonNode, number>, node: JsonNode): number {
  const keys = node.kind === 'object' ? node.keys : []
  const children = childrenOf(node)
  let size = 2
  for (const child of children) size += sizeIn(known, child)! + 1
  for (const key of keys) size += key.raw.length + 1
  return size
}
