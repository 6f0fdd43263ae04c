import { createNames } from './names.ts'

/** The writer's book of names: which name has which value now, and which name to use for a value. */
export interface NameValues {
  /** `isPart`: longer strings may be said by way of this one. */
  bind(rawKey: string, flat: string, isPart: boolean): void
  /** Whether this key has this value (minified) now. */
  has(name: string, flat: string): boolean
  /** A name whose value is this minified text. */
  nameOf(flat: string): string | undefined
  /** Texts that say this string (its inside, without escapes) by way of a name: `=url+"/forks"`. */
  expressions(inner: string): readonly string[]
  mark(): number
  rollback(mark: number): void
}

const MIN_FLAT = 10
const MAX_FLAT = 4000
const MIN_PART = 6
const MAX_WORD = 2000
const MAX_ALIKE = 24
const MAX_FOUND = 3
const NOTHING = { name: '', flat: '' }
const SPLITS_UNIT = /^[\p{L}\p{N}]{2}$/u

/** Names by the first letters of their string values. */
type Beginnings = Map<string, { readonly name: string; readonly flat: string }[]>

/** An empty book. What was bound and taken back, or bound anew, is never offered. */
export function createNameValues(): NameValues {
  const names = createNames<string>()
  const byFlat = new Map<string, string>()
  const beginnings: Beginnings = new Map()
  const isCurrent = (name: string, flat: string) => names.get(name) === flat
  return {
    bind(rawKey, flat, isPart) {
      const name = rawKey.slice(1, -1)
      names.bind(rawKey, flat)
      if (flat.length < MIN_FLAT || flat.length > MAX_FLAT || !isCurrent(name, flat)) return
      byFlat.set(flat, name)
      if (isPart) remember(beginnings, name, flat)
    },
    has: isCurrent,
    nameOf(flat) {
      const name = flat.length > MAX_FLAT ? undefined : byFlat.get(flat)
      return name !== undefined && isCurrent(name, flat) ? name : undefined
    },
    expressions: (inner) =>
      inner.length > MAX_WORD ? [] : findParts(inner, beginnings, isCurrent),
    mark: names.mark,
    rollback: names.rollback,
  }
}

function remember(beginnings: Beginnings, name: string, flat: string): void {
  const beginning = flat.slice(1, 1 + MIN_PART)
  const known = beginnings.get(beginning) ?? []
  const others = known.filter((entry) => entry.name !== name).slice(-MAX_ALIKE)
  beginnings.set(beginning, [...others, { name, flat }])
}

/** Says a word by the longest value of a name that stands at one of its first few places. */
function findParts(
  word: string,
  beginnings: Beginnings,
  isCurrent: (name: string, flat: string) => boolean,
): string[] {
  const found: string[] = []
  for (let from = 0; from + MIN_PART <= word.length && found.length < MAX_FOUND; from += 1) {
    const known = isEdge(word, from) ? beginnings.get(word.slice(from, from + MIN_PART)) : undefined
    const best = known
      ?.filter(({ name, flat }) => isCurrent(name, flat) && stands(word, from, flat))
      .reduce((a, b) => (b.flat.length > a.flat.length ? b : a), NOTHING)
    if (best === undefined || best === NOTHING) continue
    const to = from + best.flat.length - 2
    const before = from === 0 ? '=' : `"${word.slice(0, from)}"+`
    const after = to === word.length ? '' : `+"${word.slice(to)}"`
    found.push(before + best.name + after)
  }
  return found
}

/** Whether the inside of this string lexeme stands at this place of the word and ends where a unit ends. */
function stands(word: string, from: number, flat: string): boolean {
  const inner = flat.slice(1, -1)
  return !inner.includes('\\') && word.startsWith(inner, from) && isEdge(word, from + inner.length)
}

function isEdge(word: string, at: number): boolean {
  return at === 0 || at === word.length || !SPLITS_UNIT.test(word.slice(at - 1, at + 1))
}
