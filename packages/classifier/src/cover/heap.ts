/** A queue that gives the greatest worth first, of equal ones the lower index. */
export interface Heap {
  readonly size: number
  /** The worth of the next one; of an empty heap minus infinity. */
  readonly best: number
  push(index: number, worth: number): void
  pop(): { readonly index: number; readonly worth: number } | undefined
}

interface Entry {
  readonly index: number
  readonly worth: number
}

/** An empty binary heap. */
export function createHeap(): Heap {
  const entries: Entry[] = []
  return {
    get size() {
      return entries.length
    },
    get best() {
      return entries[0]?.worth ?? Number.NEGATIVE_INFINITY
    },
    push(index, worth) {
      entries.push({ index, worth })
      rise(entries, entries.length - 1)
    },
    pop() {
      const first = entries[0]
      const last = entries.pop()
      if (first === undefined || last === undefined || entries.length === 0) return first
      entries[0] = last
      sink(entries, 0)
      return first
    },
  }
}

function isBefore(a: Entry, b: Entry): boolean {
  return a.worth > b.worth || (a.worth === b.worth && a.index < b.index)
}

function rise(entries: Entry[], from: number): void {
  let at = from
  while (at > 0) {
    const parent = (at - 1) >> 1
    if (!isBefore(entries[at]!, entries[parent]!)) return
    swap(entries, at, parent)
    at = parent
  }
}

function sink(entries: Entry[], from: number): void {
  let at = from
  for (;;) {
    const left = 2 * at + 1
    if (left >= entries.length) return
    const right = left + 1
    const isRight = right < entries.length && isBefore(entries[right]!, entries[left]!)
    const child = isRight ? right : left
    if (!isBefore(entries[child]!, entries[at]!)) return
    swap(entries, at, child)
    at = child
  }
}

function swap(entries: Entry[], a: number, b: number): void {
  const held = entries[a]!
  entries[a] = entries[b]!
  entries[b] = held
}
