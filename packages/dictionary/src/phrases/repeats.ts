import { type Atoms, BARRIER, MAY_BEGIN, MAY_END } from './atoms.ts'
import { commonLength, type SortedSuffixes, sortSuffixes } from './sort-suffixes.ts'

/** A run of atoms that occurs more than once. */
export interface Repeat {
  /** Number of atoms. */
  readonly length: number
  /** Where it occurs, in atoms, ascending; occurrences may overlap. */
  readonly places: Int32Array
}

/** Places that are looked at, per atom of the text: what keeps periodic texts from costing more than others. */
const PLACES_PER_ATOM = 8

/**
 * The runs of whole units that repeat and that no longer run contains at all their places, the most promising first.
 *
 * They are the intervals of the suffix array (Abouelhoda, Kurtz and Ohlebusch, "Replacing suffix trees with enhanced
 * suffix arrays", 2004) over atoms that occur at least twice.
 *
 * @param worth estimated gain of a run of atoms `[from, from + length)` that occurs `count` times; not above 0: left out
 * @param limit most repeats
 */
export function findRepeats(
  atoms: Atoms,
  worth: (from: number, length: number, count: number) => number,
  limit: number,
): Repeat[] {
  const kept = keepRepeated(atoms)
  if (kept.places.length < 4) return []
  const sorted = sortSuffixes(kept.ids, kept.alphabet)
  const { order } = sorted
  const found: Interval[] = []
  visitIntervals(sorted, (lcp, parentLcp, low, high) => {
    const from = kept.places[order[low]!]!
    if ((atoms.flags[from]! & MAY_BEGIN) === 0) return
    const length = trimEnd(atoms, from, lcp)
    if (length <= parentLcp) return
    // Occurrences that overlap cannot all be replaced.
    const count = Math.min(high - low + 1, Math.floor(atoms.count / length))
    const gain = worth(from, length, count)
    if (gain > 0) found.push({ length, low, high, gain })
  })
  found.sort((a, b) => b.gain - a.gain || a.low - b.low)
  const repeats: Repeat[] = []
  let budget = PLACES_PER_ATOM * atoms.count
  for (const { length, low, high } of found) {
    budget -= high - low + 1
    if (repeats.length === limit || budget < 0) break
    const places = Int32Array.from(order.subarray(low, high + 1), (at) => kept.places[at]!).sort()
    if (!extendsLeft(atoms, places)) repeats.push({ length, places })
  }
  return repeats
}

interface Interval {
  readonly length: number
  readonly low: number
  readonly high: number
  readonly gain: number
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

/** Called with an interval `[low, high]` of the sorted suffixes, and how much it and the one around it share. */
type Visit = (lcp: number, parentLcp: number, low: number, high: number) => void

function visitIntervals(sorted: SortedSuffixes, visit: Visit): void {
  const { order } = sorted
  const lengths = [0]
  const lows = [0]
  for (let rank = 1; rank <= order.length; rank += 1) {
    const lcp = rank === order.length ? 0 : commonLength(sorted, order[rank - 1]!, order[rank]!)
    let low = rank - 1
    while (lengths[lengths.length - 1]! > lcp) {
      const length = lengths.pop()!
      low = lows.pop()!
      visit(length, Math.max(lcp, lengths[lengths.length - 1]!), low, rank - 1)
    }
    if (lengths[lengths.length - 1]! < lcp) {
      lengths.push(lcp)
      lows.push(low)
    }
  }
}

/** The longest beginning of a run that ends with a unit and closes no parenthesis that it does not open. */
function trimEnd(atoms: Atoms, from: number, length: number): number {
  let end = length
  while (end > 0 && !endsUnit(atoms, from, end)) end -= 1
  return end
}

function endsUnit({ text, starts, flags }: Atoms, from: number, length: number): boolean {
  const last = from + length - 1
  if ((flags[last]! & MAY_END) === 0) return false
  return text[starts[last]!] !== ')' || isBalanced(text, starts[from]!, starts[last + 1]!)
}

function isBalanced(text: string, from: number, to: number): boolean {
  let open = 0
  for (let at = from; at < to && open >= 0; at += 1) {
    if (text[at] === '(') open += 1
    else if (text[at] === ')') open -= 1
  }
  return open === 0
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
