import { type Atoms, BARRIER, type Span } from './atoms.ts'
import { isSafeBetween } from './choose-phrases.ts'

/** Where a known phrase stands as whole units; marks those units as used. */
export function placesOf(atoms: Atoms, phrase: string): Span[] {
  const { text, starts, flags } = atoms
  const places: Span[] = []
  for (let from = text.indexOf(phrase); from >= 0; ) {
    const to = from + phrase.length
    const first = atomAt(starts, from)
    const last = atomAt(starts, to)
    const fits = first !== undefined && last !== undefined
    if (fits && isFree(flags, first, last) && isSafeBetween(atoms, first, last - first)) {
      flags.fill(BARRIER, first, last)
      places.push([from, to])
      from = text.indexOf(phrase, to)
    } else from = text.indexOf(phrase, from + 1)
  }
  return places
}

function isFree(flags: Uint8Array, first: number, last: number): boolean {
  for (let at = first; at < last; at += 1) if ((flags[at]! & BARRIER) !== 0) return false
  return true
}

/** The atom that begins at an offset, by bisection. */
function atomAt(starts: Int32Array, offset: number): number | undefined {
  let low = 0
  let high = starts.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if (starts[middle]! < offset) low = middle + 1
    else high = middle
  }
  return starts[low] === offset ? low : undefined
}
