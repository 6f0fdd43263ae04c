import type { JsonNode } from './json-node.ts'
import { innerOf, isScalar } from './lexeme.ts'
import { createNames } from './names.ts'

/** The writer's book of names: which name has which value now, and which name to use for a value. */
export interface NameValues {
  bind(rawKey: string, node: JsonNode, flat: string): void
  /** Whether this key has this value (minified) now. */
  has(name: string, flat: string): boolean
  /** A name whose value is this minified text. */
  nameOf(flat: string): string | undefined
  /** A text that says this string (its inside, without escapes) by way of a name: `url+"/forks"`. */
  expression(inner: string): string | undefined
  mark(): number
  rollback(mark: number): void
}

const MIN_FLAT = 10
const MAX_FLAT = 4000
const MIN_PART = 6
const MAX_WORD = 400
const MAX_EDGES = 24
const SPLITS_UNIT = /^[\p{L}\p{N}]{2}$/u

/** An empty book. What was bound and taken back, or bound anew, is never offered. */
export function createNameValues(): NameValues {
  const names = createNames<string>()
  const byFlat = new Map<string, string>()
  const nameOf = (flat: string) => {
    const name = byFlat.get(flat)
    return name !== undefined && names.get(name) === flat ? name : undefined
  }
  return {
    bind(rawKey, node, flat) {
      names.bind(rawKey, flat)
      if (flat.length >= MIN_FLAT && flat.length <= MAX_FLAT && hasWord(node)) {
        byFlat.set(flat, rawKey.slice(1, -1))
      }
    },
    has: (name, flat) => names.get(name) === flat,
    nameOf,
    expression: (inner) => (inner.length > MAX_WORD ? undefined : findPart(inner, nameOf)),
    mark: names.mark,
    rollback: names.rollback,
  }
}

function hasWord(node: JsonNode): boolean {
  return !isScalar(node) || node.kind === 'string' || innerOf(node).length >= MIN_FLAT
}

/** The longest part of a word that is the value of a name; a part that begins the word goes first. */
function findPart(word: string, nameOf: (flat: string) => string | undefined): string | undefined {
  const edges = edgesOf(word)
  for (const from of edges.slice(0, MAX_EDGES / 2)) {
    for (let at = edges.length - 1; at >= 0 && edges[at]! - from >= MIN_PART; at -= 1) {
      const to = edges[at]!
      const name = nameOf(`"${word.slice(from, to)}"`)
      if (name === undefined) continue
      const before = from === 0 ? '' : `"${word.slice(0, from)}"+`
      const after = to === word.length ? '' : `+"${word.slice(to)}"`
      return before + name + after
    }
  }
  return undefined
}

/** Where words and numbers begin and end. */
function edgesOf(word: string): number[] {
  const edges = [0]
  for (let at = 1; at < word.length && edges.length < MAX_EDGES; at += 1) {
    if (!SPLITS_UNIT.test(word.slice(at - 1, at + 1))) edges.push(at)
  }
  edges.push(word.length)
  return edges
}
