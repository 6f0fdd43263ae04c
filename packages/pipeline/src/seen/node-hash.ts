import { childrenOf, isContainer, type JsonNode } from '@x/notation/json'

const known = new WeakMap<object, number>()

/** A 32-bit hash over lexemes and structure; equal values have equal hashes. Linear over all calls, no recursion. */
export function hashNode(node: JsonNode): number {
  if (!isContainer(node)) return hashText(node.raw)
  const open: JsonNode[] = [node]
  while (open.length > 0) {
    const top = open.at(-1)!
    if (known.has(top)) {
      open.pop()
      continue
    }
    const pending = childrenOf(top).filter((child) => isContainer(child) && !known.has(child))
    if (pending.length > 0) {
      for (const child of pending) open.push(child)
      continue
    }
    known.set(top, combine(top))
    open.pop()
  }
  return known.get(node)!
}

function combine(node: JsonNode): number {
  let hash = node.kind === 'array' ? 0x5bd1e995 : 0x1b873593
  const children = childrenOf(node)
  for (let at = 0; at < children.length; at += 1) {
    if (node.kind === 'object') hash = mix(hash, hashText(node.keys[at]!.raw))
    const child = children[at]!
    hash = mix(hash, isContainer(child) ? known.get(child)! : hashText(child.raw))
  }
  return hash
}

/** FNV-1a over UTF-16 code units (http://www.isthe.com/chongo/tech/comp/fnv/). */
export function hashText(text: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  }
  return hash >>> 0
}

/** Order-sensitive combination of two hashes. */
export function mix(hash: number, next: number): number {
  return (Math.imul(hash ^ next, 0x9e3779b1) + (hash >>> 15) + 0x7f4a7c15) >>> 0
}

/** Whether two values have the same lexemes in the same order. */
export function equalNodes(a: JsonNode, b: JsonNode): boolean {
  const open: Array<readonly [JsonNode, JsonNode]> = [[a, b]]
  while (open.length > 0) {
    const [left, right] = open.pop()!
    if (left === right) continue
    if (!isContainer(left) || !isContainer(right)) {
      if (isContainer(left) || isContainer(right) || left.raw !== right.raw) return false
      continue
    }
    const children = childrenOf(left)
    const others = childrenOf(right)
    if (children.length !== others.length || !equalKeys(left, right)) return false
    for (let at = 0; at < children.length; at += 1) open.push([children[at]!, others[at]!])
  }
  return true
}

function equalKeys(left: JsonNode, right: JsonNode): boolean {
  if (left.kind !== 'object' || right.kind !== 'object') return left.kind === right.kind
  return left.keys.every((key, at) => key.raw === right.keys[at]!.raw)
}
