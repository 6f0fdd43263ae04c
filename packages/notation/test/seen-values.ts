import type { ReferenceResolver, ReferenceSource, SeenValue } from '../src/index.ts'
import { childrenOf, isContainer, type JsonNode, readJson, writeJson } from '../src/json.ts'

/** What a path can spell: other keys have none. */
const NAME = /^[\w$-]+$/

/** A small real source of references: every container of the given parts, by path and by value. */
export function seenValues(
  parts: Readonly<Record<string, string>>,
): ReferenceSource & ReferenceResolver {
  const byPath = new Map<string, JsonNode>()
  const byValue = new Map<string, string>()
  const remember = (node: JsonNode, path: string) => {
    if (!isContainer(node)) return
    byPath.set(path, node)
    if (!byValue.has(writeJson(node))) byValue.set(writeJson(node), path)
    const keys = node.kind === 'object' ? node.keys.map(({ raw }) => raw.slice(1, -1)) : undefined
    childrenOf(node).forEach((child, at) => {
      const key = keys?.[at]
      if (key === undefined) remember(child, `${path}[${at}]`)
      else if (NAME.test(key)) remember(child, `${path}.${key}`)
    })
  }
  for (const [label, text] of Object.entries(parts)) {
    const node = readJson(text)
    if (node !== undefined) remember(node, label)
  }
  return {
    find: (node) => byValue.get(writeJson(node)),
    resolve: (path) => byPath.get(path),
    similar: (node): SeenValue[] =>
      [...byPath].flatMap(([path, seen]) => (shares(node, seen) ? [{ path, node: seen }] : [])),
  }
}

function shares(a: JsonNode, b: JsonNode): boolean {
  if (a.kind !== 'object' || b.kind !== 'object') return false
  return a.keys.some(({ raw }) => b.keys.some((key) => key.raw === raw))
}
