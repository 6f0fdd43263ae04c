import { NO_RANK, type Vocabulary } from './vocabulary.ts'

/** A heap key is `rank * POSITIONS + position`: lowest rank first, leftmost among equals. */
const POSITIONS = 2 ** 31

/**
 * Tokens of a long piece in n log n: a linked list of parts and a heap of the pairs that can merge. A heap entry whose
 * pair has changed meanwhile is recognised by its rank and dropped. Takes 24 to 40 bytes of memory per byte of the piece.
 */
export function mergeLongPiece(
  bytes: Uint8Array,
  start: number,
  end: number,
  { rankOf, rankOfByte, rankOfPair }: Vocabulary,
): Int32Array {
  const size = end - start
  const next = new Int32Array(size)
  const previous = new Int32Array(size)
  const tokens = new Int32Array(size)
  const pairRanks = new Int32Array(size)
  const heap = createHeap(size)

  function offer(at: number, rank: number): void {
    pairRanks[at] = rank
    if (rank !== NO_RANK) heap.push(rank * POSITIONS + at)
  }

  function offerPair(at: number): void {
    const second = next[at] as number
    const rank =
      second < size ? rankOf(bytes, start + at, start + (next[second] as number)) : NO_RANK
    offer(at, rank)
  }

  for (let at = 0; at < size; at += 1) {
    const byte = bytes[start + at] as number
    next[at] = at + 1
    previous[at] = at - 1
    tokens[at] = rankOfByte[byte] as number
    const isLast = at + 1 === size
    const pair = (byte << 8) | (bytes[start + at + 1] as number)
    offer(at, isLast ? NO_RANK : (rankOfPair[pair] as number))
  }
  for (let key = heap.pop(); key >= 0; key = heap.pop()) {
    const rank = Math.floor(key / POSITIONS)
    const at = key - rank * POSITIONS
    if (pairRanks[at] !== rank) continue
    const second = next[at] as number
    const after = next[second] as number
    tokens[at] = rank
    pairRanks[second] = NO_RANK
    next[at] = after
    if (after < size) previous[after] = at
    offerPair(at)
    if (at > 0) offerPair(previous[at] as number)
  }
  return remaining(tokens, next)
}

function remaining(tokens: Int32Array, next: Int32Array): Int32Array {
  let count = 0
  for (let at = 0; at < tokens.length; at = next[at] as number) {
    tokens[count] = tokens[at] as number
    count += 1
  }
  return tokens.subarray(0, count)
}

interface Heap {
  push(key: number): void
  /** The lowest key, or -1 when there is none. */
  pop(): number
}

/** A binary heap of doubles. */
function createHeap(capacity: number): Heap {
  let keys = new Float64Array(capacity + 1)
  let size = 0

  function push(key: number): void {
    if (size === keys.length) {
      const larger = new Float64Array(2 * size)
      larger.set(keys)
      keys = larger
    }
    let at = size
    size += 1
    while (at > 0) {
      const parent = (at - 1) >> 1
      const above = keys[parent] as number
      if (above <= key) break
      keys[at] = above
      at = parent
    }
    keys[at] = key
  }

  function pop(): number {
    if (size === 0) return -1
    const lowest = keys[0] as number
    size -= 1
    sink(keys[size] as number)
    return lowest
  }

  function sink(key: number): void {
    let at = 0
    for (;;) {
      let child = 2 * at + 1
      if (child >= size) break
      if (child + 1 < size && (keys[child + 1] as number) < (keys[child] as number)) child += 1
      if ((keys[child] as number) >= key) break
      keys[at] = keys[child] as number
      at = child
    }
    keys[at] = key
  }

  return { push, pop }
}
