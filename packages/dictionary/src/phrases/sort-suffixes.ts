/** Runs of up to 2^7 atoms are told apart, about sixty words. Longer runs are the business of references. */
const MAX_LEVEL = 7

/** Suffixes in order of their first 128 atoms, and the names that gave this order. */
export interface SortedSuffixes {
  readonly order: Int32Array
  /** `levels[k][at]` names the run of 2^k atoms at `at`: equal runs, equal names. */
  readonly levels: readonly Int32Array[]
}

/** Suffixes `[from, to)` of the order that are still equal: two entries each. */
type Groups = number[]

/**
 * Sorts the suffixes of a text of atoms by prefix doubling (Manber and Myers, "Suffix arrays: a new method for on-line
 * string searches", 1993); as in Larsson and Sadakane, "Faster suffix sorting" (2007), only suffixes that are still equal
 * to another one are looked at again. It stops at 128 atoms, so that no input takes more than seven passes. The names of
 * every level stay, and give common prefix lengths without a further array (Karp, Miller and Rosenberg, 1972).
 *
 * @param ids atoms, below `alphabet`
 */
export function sortSuffixes(ids: Int32Array, alphabet: number): SortedSuffixes {
  const order = sortByAtom(ids, alphabet)
  const levels = [new Int32Array(ids.length)]
  let groups: Groups = []
  split(order, [0, ids.length], groups, levels[0]!, (at) => ids[at]!)
  for (let level = 0; level < MAX_LEVEL && groups.length > 0; level += 1) {
    const names = levels[level]!
    const step = 1 << level
    const keyOf = (at: number): number => (at + step < names.length ? names[at + step]! : -1)
    const next = names.slice()
    const rest: Groups = []
    for (let group = 0; group < groups.length; group += 2) {
      sortRange(order, groups[group]!, groups[group + 1]!, keyOf)
    }
    split(order, groups, rest, next, keyOf)
    levels.push(next)
    groups = rest
  }
  return { order, levels }
}

function sortByAtom(ids: Int32Array, alphabet: number): Int32Array {
  const ends = new Int32Array(alphabet + 1)
  for (const id of ids) ends[id + 1]! += 1
  for (let id = 0; id < alphabet; id += 1) ends[id + 1]! += ends[id]!
  const order = new Int32Array(ids.length)
  for (let at = 0; at < ids.length; at += 1) {
    const id = ids[at]!
    order[ends[id]!] = at
    ends[id]! += 1
  }
  return order
}

/** Names every run of equal keys in the sorted groups by its place; runs of several become the next groups. */
function split(
  order: Int32Array,
  groups: Groups,
  rest: Groups,
  names: Int32Array,
  keyOf: (at: number) => number,
): void {
  for (let group = 0; group < groups.length; group += 2) {
    const end = groups[group + 1]!
    for (let from = groups[group]!; from < end; ) {
      const key = keyOf(order[from]!)
      let to = from
      while (to < end && keyOf(order[to]!) === key) {
        names[order[to]!] = from
        to += 1
      }
      if (to - from > 1) rest.push(from, to)
      from = to
    }
  }
}

/** Below this an insertion sort is faster than a call into the engine. */
const SMALL = 24
const PLACES = 2 ** 26

function sortRange(
  order: Int32Array,
  from: number,
  to: number,
  keyOf: (at: number) => number,
): void {
  if (to - from > SMALL) {
    sortPacked(order, from, to, keyOf)
    return
  }
  for (let at = from + 1; at < to; at += 1) {
    const place = order[at]!
    const key = keyOf(place)
    let hole = at
    while (hole > from && keyOf(order[hole - 1]!) > key) {
      order[hole] = order[hole - 1]!
      hole -= 1
    }
    order[hole] = place
  }
}

/** Key and place in one number, for the engine's own numeric sort. */
function sortPacked(
  order: Int32Array,
  from: number,
  to: number,
  keyOf: (at: number) => number,
): void {
  const packed = new Float64Array(to - from)
  for (let at = from; at < to; at += 1) {
    packed[at - from] = (keyOf(order[at]!) + 1) * PLACES + order[at]!
  }
  packed.sort()
  for (let at = from; at < to; at += 1) order[at] = packed[at - from]! % PLACES
}

/** How many atoms two suffixes share, up to 128. */
export function commonLength({ levels }: SortedSuffixes, left: number, right: number): number {
  let level = 0
  while (level < levels.length && levels[level]![left] === levels[level]![right]) level += 1
  if (level > MAX_LEVEL) return 1 << MAX_LEVEL
  let length = level === 0 ? 0 : 1 << (level - 1)
  for (level -= 2; level >= 0; level -= 1) {
    const names = levels[level]!
    const a = left + length
    const b = right + length
    if (a < names.length && b < names.length && names[a] === names[b]) length += 1 << level
  }
  return length
}
