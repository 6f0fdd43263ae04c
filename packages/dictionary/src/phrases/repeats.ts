import { type Atoms, BARRIER, MAY_BEGIN, MAY_END } from './atoms.ts'

/** A run of atoms that occurs more than once. */
export interface Repeat {
  /** Number of atoms. */
  readonly length: number
  /** Where it occurs, in atoms, ascending; occurrences may overlap. */
  readonly places: Int32Array
}

/** Longest phrase: 2^7 atoms, about sixty words. Longer runs are the business of references. */
const MAX_LEVEL = 7

/**
 * Every run of whole units that repeats and that no longer run contains at all its places.
 *
 * Suffixes are sorted by prefix doubling (Manber and Myers, "Suffix arrays: a new method for on-line string searches",
 * 1993), stopped at 128 atoms, so that no input costs more than eight linear passes; the names of all powers of two stay
 * and give common prefix lengths without a further array (Karp, Miller and Rosenberg, 1972); repeats are the intervals of
 * the suffix array (Abouelhoda, Kurtz and Ohlebusch, 2004).
 *
 * @param worth estimated gain of a run of atoms `[from, from + length)` that occurs `count` times; not above 0: left out
 */
export function findRepeats(
  atoms: Atoms,
  worth: (from: number, length: number, count: number) => number,
): Repeat[] {
  const kept = keepRepeated(atoms)
  if (kept.places.length < 4) return []
  const { order, levels } = sortSuffixes(kept)
  const repeats: Repeat[] = []
  visitIntervals(order, levels, (lcp, parentLcp, low, high) => {
    const length = trimEnd(atoms, kept.places[order[low]!]!, lcp)
    if (length <= parentLcp) return
    const from = kept.places[order[low]!]!
    if ((atoms.flags[from]! & MAY_BEGIN) === 0 || worth(from, length, high - low + 1) <= 0) return
    const places = Int32Array.from(order.subarray(low, high + 1), (at) => kept.places[at]!).sort()
    if (!extendsLeft(atoms, places)) repeats.push({ length, places })
  })
  return repeats
}

interface Kept {
  /** Dense ids of the atoms that matter; each gap between them is one atom of its own. */
  readonly ids: Int32Array
  readonly alphabet: number
  /** Where in the text's atoms each one stands. */
  readonly places: Int32Array
}

/** Leaves out atoms that occur once: no repeat holds them. What stays is often a fraction of the text. */
function keepRepeated(atoms: Atoms): Kept {
  const counts = new Int32Array(atoms.alphabet)
  for (let at = 0; at < atoms.count; at += 1) {
    if ((atoms.flags[at]! & BARRIER) === 0) counts[atoms.ids[at]!]! += 1
  }
  const names = new Int32Array(atoms.alphabet).fill(-1)
  const ids = new Int32Array(atoms.count)
  const places = new Int32Array(atoms.count)
  let size = 0
  let alphabet = 0
  let isGap = true
  for (let at = 0; at < atoms.count; at += 1) {
    const id = atoms.ids[at]!
    const isKept = (atoms.flags[at]! & BARRIER) === 0 && counts[id]! > 1
    if (!isKept && isGap) continue
    if (isKept && names[id] === -1) names[id] = alphabet++
    ids[size] = isKept ? names[id]! : alphabet++
    places[size] = at
    size += 1
    isGap = !isKept
  }
  return { ids: ids.slice(0, size), alphabet, places: places.slice(0, size) }
}

interface SortedSuffixes {
  readonly order: Int32Array
  /** `levels[k][i]` names the run of 2^k atoms at `i`. */
  readonly levels: readonly Int32Array[]
}

function sortSuffixes({ ids, alphabet }: Kept): SortedSuffixes {
  const size = ids.length
  let order: Int32Array = Int32Array.from({ length: size }, (_, at) => at)
  order = sortByName(order, ids, alphabet)
  const levels = [ids]
  let names = alphabet
  for (let level = 0; level < MAX_LEVEL && names < size; level += 1) {
    const step = 1 << level
    const current = levels[level]!
    const bySecond = new Int32Array(size)
    let filled = 0
    for (let at = Math.max(0, size - step); at < size; at += 1) bySecond[filled++] = at
    for (const at of order) if (at >= step) bySecond[filled++] = at - step
    order = sortByName(bySecond, current, names)
    const next = new Int32Array(size)
    names = nameRuns(order, current, step, next)
    levels.push(next)
  }
  return { order, levels }
}

/** Stable counting sort. */
function sortByName(order: Int32Array, names: Int32Array, count: number): Int32Array {
  const ends = new Int32Array(count + 1)
  for (const name of names) ends[name + 1]! += 1
  for (let name = 0; name < count; name += 1) ends[name + 1]! += ends[name]!
  const sorted = new Int32Array(order.length)
  for (const at of order) {
    const name = names[at]!
    sorted[ends[name]!] = at
    ends[name]! += 1
  }
  return sorted
}

/** Names runs of twice the length in sorted order; returns how many names there are. */
function nameRuns(order: Int32Array, current: Int32Array, step: number, next: Int32Array): number {
  const size = order.length
  const second = (at: number): number => (at + step < size ? current[at + step]! : -1)
  let name = 0
  for (let rank = 0; rank < size; rank += 1) {
    const at = order[rank]!
    const before = order[rank - 1]
    const isNew =
      before !== undefined && (current[at] !== current[before] || second(at) !== second(before))
    if (isNew) name += 1
    next[at] = name
  }
  return name + 1
}

function commonLength(levels: readonly Int32Array[], left: number, right: number): number {
  let length = 0
  for (let level = levels.length - 1; level >= 0; level -= 1) {
    const names = levels[level]!
    const a = left + length
    const b = right + length
    if (a < names.length && b < names.length && names[a] === names[b]) length += 1 << level
    if (level === MAX_LEVEL && length > 0) break
  }
  return length
}

type Visit = (lcp: number, parentLcp: number, low: number, high: number) => void

function visitIntervals(order: Int32Array, levels: readonly Int32Array[], visit: Visit): void {
  const stack: Array<{ lcp: number; low: number }> = [{ lcp: 0, low: 0 }]
  for (let rank = 1; rank <= order.length; rank += 1) {
    const lcp = rank === order.length ? 0 : commonLength(levels, order[rank - 1]!, order[rank]!)
    let low = rank - 1
    while (stack[stack.length - 1]!.lcp > lcp) {
      const top = stack.pop()!
      visit(top.lcp, Math.max(lcp, stack[stack.length - 1]!.lcp), top.low, rank - 1)
      low = top.low
    }
    if (stack[stack.length - 1]!.lcp < lcp) stack.push({ lcp, low })
  }
}

function trimEnd(atoms: Atoms, from: number, length: number): number {
  let end = length
  while (end > 0 && (atoms.flags[from + end - 1]! & MAY_END) === 0) end -= 1
  return end
}

/** Whether a longer unit, which begins further left, stands at all these places: that one is the candidate. */
function extendsLeft(atoms: Atoms, places: Int32Array): boolean {
  for (let back = 1; places[0]! - back >= 0; back += 1) {
    const at = places[0]! - back
    const id = atoms.ids[at]!
    for (let place = 1; place < places.length; place += 1) {
      if (atoms.ids[places[place]! - back] !== id) return false
    }
    if ((atoms.flags[at]! & MAY_BEGIN) !== 0) return true
  }
  return false
}
