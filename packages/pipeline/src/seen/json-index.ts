import type { ReferenceResolver, ReferenceSource, SeenValue } from '@x/notation'
import { isContainer, type JsonNode, type JsonObject, stringValue } from '@x/notation/json'
import type { Journal, JournaledMap } from './journal.ts'
import { equalNodes, hashNode, hashText, mix } from './node-hash.ts'

/** Values whose source is shorter are never worth a name. */
const MIN_SOURCE_LENGTH = 16
/** Names of one value or shape that are kept: the first and the latest ones, this many of each. */
const MAX_SAME = 8
const MAX_SIMILAR = 4
/** Values of a part above this many are not indexed: the work stays linear, and the rest is still readable. */
const MAX_VALUES = 200_000

interface Entry {
  readonly node: JsonNode
  readonly parent: Entry | undefined
  /** Label of the part for a root, `.key` or `[3]` below it. */
  readonly step: string
}

/** The JSON values that a reader of the transcript has seen, under names like `get_order#2.items[0]`. */
export interface JsonIndex extends ReferenceSource, ReferenceResolver {
  /** Adds the value of a part. `steps`: marks that a reader follows within it to read it. */
  add(label: string, root: JsonNode, steps: number): void
  /** Marks that a reader follows within the part of this label. */
  stepsOf(label: string): number
}

/** @param maxSteps names of parts that already need this many steps are not offered */
export function createJsonIndex(maxSteps: number, journal: Journal): JsonIndex {
  const roots = journal.map<string, { readonly node: JsonNode; readonly steps: number }>()
  const byValue = journal.map<number, readonly Entry[]>()
  const byShape = journal.map<number, readonly Entry[]>()
  const byFirst = journal.map<number, readonly Entry[]>()
  return {
    add(label, root, steps) {
      roots.set(label, { node: root, steps })
      if (steps >= maxSteps) return
      visit({ node: root, parent: undefined, step: label }, (entry) => {
        push(byValue, hashNode(entry.node), entry)
        if (entry.node.kind !== 'object' || entry.node.keys.length === 0) return
        push(byShape, shapeOf(entry.node), entry)
        push(byFirst, firstOf(entry.node), entry)
      })
    },
    stepsOf: (label) => roots.get(label)?.steps ?? 0,
    find(node) {
      const entry = byValue
        .get(hashNode(node))
        ?.find((candidate) => equalNodes(candidate.node, node))
      return entry && pathOf(entry)
    },
    similar(node) {
      if (node.kind !== 'object' || node.keys.length === 0) return []
      const entries = new Set([
        ...(byFirst.get(firstOf(node)) ?? []),
        ...(byShape.get(shapeOf(node)) ?? []),
      ])
      return rank(node, [...entries])
    },
    resolve: (path) => resolve(path, (label) => roots.get(label)?.node),
  }
}

function push(map: JournaledMap<number, readonly Entry[]>, key: number, entry: Entry): void {
  const list = [...(map.get(key) ?? []), entry]
  if (list.length > 2 * MAX_SAME) list.splice(MAX_SAME, 1)
  map.set(key, list)
}

/** Calls back for each value that a path can name and that is long enough. */
function visit(root: Entry, found: (entry: Entry) => void): void {
  const open = [root]
  for (let count = 0; open.length > 0 && count < MAX_VALUES; count += 1) {
    const entry = open.pop()!
    const { node } = entry
    if (node.end - node.start < MIN_SOURCE_LENGTH) continue
    found(entry)
    if (!isContainer(node)) continue
    if (node.kind === 'array') {
      for (let at = node.items.length - 1; at >= 0; at -= 1) {
        open.push(childOf(entry, node.items[at]!, `[${at}]`))
      }
    } else pushMembers(open, entry, node)
  }
}

function childOf(parent: Entry, node: JsonNode, step: string): Entry {
  return { node, parent, step }
}

/** Of a doubled key only the last member has a name. Some keys of a root would read as labels (`get_order#2.in`). */
function pushMembers(open: Entry[], parent: Entry, node: JsonObject): void {
  const keys = new Set<string>()
  for (let at = node.values.length - 1; at >= 0; at -= 1) {
    const key = stringValue(node.keys[at]!)
    const isLabelLike = parent.parent === undefined && /^(in|\d+)$/.test(key)
    if (keys.has(key) || isLabelLike || !/^[\w$-]+$/.test(key)) continue
    keys.add(key)
    open.push(childOf(parent, node.values[at]!, `.${key}`))
  }
}

function pathOf(entry: Entry): string {
  const steps: string[] = []
  for (let at: Entry | undefined = entry; at !== undefined; at = at.parent) steps.push(at.step)
  return steps.reverse().join('')
}

const PATH = /^([\w.-]+#\d+(?:\.(?:\d+|in)(?![\w$-]))*)((?:\.[\w$-]+|\[\d+\])*)$/

function resolve(
  path: string,
  rootOf: (label: string) => JsonNode | undefined,
): JsonNode | undefined {
  const match = PATH.exec(path)
  let node = match === null ? undefined : rootOf(match[1]!)
  for (const [step] of match?.[2]?.matchAll(/\.[\w$-]+|\[\d+\]/g) ?? []) {
    if (node === undefined) return undefined
    node = step.startsWith('.') ? memberBy(node, step.slice(1)) : itemAt(node, step)
  }
  return node
}

function memberBy(node: JsonNode, key: string): JsonNode | undefined {
  if (node.kind !== 'object') return undefined
  const at = node.keys.findLastIndex((candidate) => stringValue(candidate) === key)
  return node.values[at]
}

function itemAt(node: JsonNode, step: string): JsonNode | undefined {
  return node.kind === 'array' ? node.items[Number(step.slice(1, -1))] : undefined
}

function shapeOf(node: JsonObject): number {
  return node.keys.reduce((hash, key) => mix(hash, hashText(key.raw)), node.keys.length)
}

function firstOf(node: JsonObject): number {
  return mix(hashText(node.keys[0]!.raw), hashNode(node.values[0]!))
}

/** Best first: the most characters in equal members, then the later one. */
function rank(node: JsonObject, entries: readonly Entry[]): SeenValue[] {
  return entries
    .map((entry, at) => ({ entry, at, shared: sharedLength(node, entry.node as JsonObject) }))
    .filter(({ shared }) => shared > 0)
    .sort((a, b) => b.shared - a.shared || b.at - a.at)
    .slice(0, MAX_SIMILAR)
    .map(({ entry }) => ({ path: pathOf(entry), node: entry.node }))
}

function sharedLength(node: JsonObject, other: JsonObject): number {
  const values = new Map(other.keys.map((key, at) => [key.raw, other.values[at]!]))
  return node.keys.reduce((sum, key, at) => {
    const value = values.get(key.raw)
    if (value === undefined) return sum
    const same = hashNode(value) === hashNode(node.values[at]!)
    return sum + key.raw.length + (same ? value.end - value.start : 0)
  }, 0)
}
