/** How often zstd would write each code over the samples, each sample coded for itself behind the dictionary. */
export interface LzStatistics {
  readonly literals: Float64Array
  readonly literalLengths: Float64Array
  readonly matchLengths: Float64Array
  readonly offsets: Float64Array
}

/** Alphabets of RFC 8878, 3.1.1.3.2.1.1. */
const LITERAL_LENGTH_CODES = 36
const MATCH_LENGTH_CODES = 53
export const OFFSET_CODES = 20

const MIN_MATCH = 5
const HASH_BITS = 17
const MAX_CHAIN = 12

/**
 * A greedy Lempel-Ziv parse of each sample behind the dictionary content: near enough to what zstd does to count its
 * codes. Every code is counted once beforehand, so that none is impossible.
 */
export function countCodes(content: Uint8Array, samples: readonly Uint8Array[]): LzStatistics {
  const statistics: LzStatistics = {
    literals: new Float64Array(256).fill(1),
    literalLengths: new Float64Array(LITERAL_LENGTH_CODES).fill(1),
    matchLengths: new Float64Array(MATCH_LENGTH_CODES).fill(1),
    offsets: new Float64Array(OFFSET_CODES).fill(1),
  }
  const largest = samples.reduce((most, { length }) => Math.max(most, length), 0)
  const buffer = new Uint8Array(content.length + largest)
  buffer.set(content)
  const chains = createChains(buffer)
  for (let position = 0; position < content.length; position++) chains.insert(position)
  for (const sample of samples) {
    buffer.set(sample, content.length)
    parse(buffer, content.length, content.length + sample.length, chains, statistics)
    chains.forget(content.length)
  }
  return statistics
}

interface Chains {
  insert(position: number): void
  longest(position: number, end: number): { length: number; offset: number }
  /** Drops what was inserted from `position` on. */
  forget(position: number): void
}

function createChains(buffer: Uint8Array): Chains {
  const heads = new Int32Array(1 << HASH_BITS).fill(-1)
  const links = new Int32Array(buffer.length).fill(-1)
  const undo: [slot: number, head: number][] = []
  const slotOf = (at: number): number => {
    const word =
      buffer[at]! | (buffer[at + 1]! << 8) | (buffer[at + 2]! << 16) | (buffer[at + 3]! << 24)
    return Math.imul(word ^ Math.imul(buffer[at + 4]!, 0x9e3779b1), 0x85ebca6b) >>> (32 - HASH_BITS)
  }
  return {
    insert(position) {
      if (position + MIN_MATCH > buffer.length) return
      const slot = slotOf(position)
      undo.push([slot, heads[slot]!])
      links[position] = heads[slot]!
      heads[slot] = position
    },
    longest(position, end) {
      let best = { length: 0, offset: 0 }
      if (position + MIN_MATCH > end) return best
      let candidate = heads[slotOf(position)]!
      for (let step = 0; candidate >= 0 && step < MAX_CHAIN; step++) {
        const length = commonLength(buffer, candidate, position, end)
        if (length > best.length) best = { length, offset: position - candidate }
        candidate = links[candidate]!
      }
      return best
    },
    forget(position) {
      while (undo.length > position) {
        const [slot, head] = undo.pop() as [number, number]
        heads[slot] = head
      }
    },
  }
}

function commonLength(buffer: Uint8Array, left: number, right: number, end: number): number {
  let length = 0
  while (right + length < end && buffer[left + length] === buffer[right + length]) length++
  return length
}

function parse(
  buffer: Uint8Array,
  start: number,
  end: number,
  chains: Chains,
  statistics: LzStatistics,
): void {
  let literalStart = start
  for (let position = start; position < end; ) {
    const { length, offset } = chains.longest(position, end)
    if (length < MIN_MATCH) {
      statistics.literals[buffer[position]!]!++
      chains.insert(position++)
      continue
    }
    statistics.literalLengths[literalLengthCode(position - literalStart)]!++
    statistics.matchLengths[matchLengthCode(length - 3)]!++
    statistics.offsets[Math.min(OFFSET_CODES - 1, highBit(offset + 3))]!++
    for (const stop = position + length; position < stop; position++) chains.insert(position)
    literalStart = position
  }
}

function literalLengthCode(length: number): number {
  if (length >= 64) return highBit(length) + 19
  if (length < 16) return length
  return (
    [16, 16, 17, 17, 18, 18, 19, 19, 20, 20, 20, 20, 21, 21, 21, 21][length - 16] ??
    longerCode(length)
  )
}

function longerCode(length: number): number {
  if (length < 40) return 22
  return length < 48 ? 23 : 24
}

function matchLengthCode(length: number): number {
  if (length >= 128) return highBit(length) + 36
  if (length < 32) return length
  const starts = [32, 34, 36, 38, 40, 44, 48, 56, 64, 80, 96]
  return 31 + starts.filter((start) => start <= length).length
}

function highBit(value: number): number {
  return 31 - Math.clz32(value)
}
