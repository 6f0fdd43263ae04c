import { childrenOf, isContainer, type JsonNode, type JsonScalar } from './json-node.ts'

/** Whether the keys of every object stand in alphabetical order (of code units), none doubled. No recursion. */
export function hasSortedKeys(node: JsonNode): boolean {
  const waiting = [node]
  while (waiting.length > 0) {
    const next = waiting.pop()!
    if (next.kind === 'object' && !isAscending(next.keys)) return false
    for (const child of childrenOf(next)) if (isContainer(child)) waiting.push(child)
  }
  return true
}

function isAscending(keys: readonly JsonScalar[]): boolean {
  return keys.every((key, at) => at === 0 || compareKeys(keys[at - 1]!.raw, key.raw) < 0)
}

/** Order of two key lexemes by code units. */
export function compareKeys(a: string, b: string): number {
  const [x, y] = [a.slice(1, -1), b.slice(1, -1)]
  if (x === y) return 0
  return x < y ? -1 : 1
}
