/** Length of the pieces whose repetition counts. */
const PIECE_BYTES = 6
const TABLE_BITS = 20
const SEGMENT_BYTES = 64

/**
 * Picks the segments that cover most of what repeats, best last: COVER (Liao, Petri, Moffat and Wirth 2016, "Effective
 * Construction of Relative Lempel-Ziv Dictionaries") with hashed counts as in zstd's FastCOVER. The samples are cut
 * into as many epochs as segments fit; each gives its best segment, whose pieces then count no more.
 */
export function coverSegments(samples: readonly Uint8Array[], maxBytes: number): Uint8Array {
  const text = joined(samples)
  const counts = countPieces(samples)
  const epochs = Math.max(
    1,
    Math.min(Math.floor(maxBytes / SEGMENT_BYTES), text.length / SEGMENT_BYTES),
  )
  const epochBytes = Math.max(SEGMENT_BYTES, Math.floor(text.length / epochs))
  const chosen: Segment[] = []
  let size = 0
  for (let round = 0, empty = 0; size < maxBytes && empty < epochs; round++) {
    const start = (round * epochBytes) % text.length
    const segment = bestSegment(text, start, Math.min(text.length, start + epochBytes), counts)
    empty = segment === undefined ? empty + 1 : 0
    if (segment === undefined) continue
    forget(text, segment, counts)
    chosen.push(segment)
    size += segment.end - segment.start
  }
  const ordered = chosen.sort((left, right) => left.score - right.score)
  return joined(ordered.map(({ start, end }) => text.subarray(start, end))).slice(-maxBytes)
}

interface Segment {
  readonly start: number
  readonly end: number
  readonly score: number
}

/** In how many samples each hashed piece stands: a piece that one sample repeats helps no other. */
function countPieces(samples: readonly Uint8Array[]): Uint32Array {
  const counts = new Uint32Array(1 << TABLE_BITS)
  const lastSample = new Int32Array(1 << TABLE_BITS).fill(-1)
  for (const [number, sample] of samples.entries()) {
    for (let index = 0; index + PIECE_BYTES <= sample.length; index++) {
      const slot = slotOf(sample, index)
      if (lastSample[slot] === number) continue
      lastSample[slot] = number
      counts[slot]!++
    }
  }
  return counts
}

function bestSegment(
  text: Uint8Array,
  start: number,
  end: number,
  counts: Uint32Array,
): Segment | undefined {
  let score = 0
  let best: Segment | undefined
  const width = SEGMENT_BYTES - PIECE_BYTES + 1
  for (let index = start; index + PIECE_BYTES <= end; index++) {
    score += worth(counts[slotOf(text, index)]!)
    if (index - start >= width) score -= worth(counts[slotOf(text, index - width)]!)
    if (score > (best?.score ?? 0)) {
      const from = Math.max(start, index - width + 1)
      best = { start: from, end: index + PIECE_BYTES, score }
    }
  }
  return best === undefined ? undefined : trimmed(text, best, counts)
}

/** Cuts off pieces at both ends that nothing else repeats. */
function trimmed(text: Uint8Array, segment: Segment, counts: Uint32Array): Segment | undefined {
  let { start, end } = segment
  const isIdle = (index: number): boolean => worth(counts[slotOf(text, index)]!) === 0
  while (end - start >= PIECE_BYTES && isIdle(start)) start++
  while (end - start >= PIECE_BYTES && isIdle(end - PIECE_BYTES)) end--
  return end - start < PIECE_BYTES
    ? undefined
    : { start, end, score: segment.score / (end - start) }
}

function worth(count: number): number {
  return count > 1 ? count - 1 : 0
}

function forget(text: Uint8Array, { start, end }: Segment, counts: Uint32Array): void {
  for (let index = start; index + PIECE_BYTES <= end; index++) counts[slotOf(text, index)] = 0
}

function slotOf(bytes: Uint8Array, index: number): number {
  let hash = 0
  for (let offset = 0; offset < PIECE_BYTES; offset++) {
    hash = Math.imul(hash ^ bytes[index + offset]!, 0x9e3779b1)
    hash ^= hash >>> 15
  }
  return (hash >>> 0) % (1 << TABLE_BITS)
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let offset = 0
  for (const part of parts) {
    bytes.set(part, offset)
    offset += part.length
  }
  return bytes
}
