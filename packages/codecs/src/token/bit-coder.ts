/** Probabilities are of a one, in 65,536ths, and never 0 or 65,536. */
const SCALE = 65_536
const TOP = 0x1_0000_0000

/** Takes one bit with the probability that it is a one. */
export interface BitWriter {
  write(bit: number, probability: number): void
  /** The coded bytes. */
  finish(): Uint8Array
}

/** Carry-less binary arithmetic coder with a 32-bit interval (Mahoney, PAQ). Integer arithmetic only. */
export function createBitWriter(): BitWriter {
  const bytes: number[] = []
  let low = 0
  let high = TOP - 1
  return {
    write(bit, probability) {
      const middle = low + Math.floor(((high - low) * probability) / SCALE)
      if (bit === 1) high = middle
      else low = middle + 1
      while (((low ^ high) & 0xff00_0000) === 0) {
        bytes.push(high >>> 24)
        low = (low << 8) >>> 0
        high = ((high << 8) | 255) >>> 0
      }
    },
    finish() {
      if (low > 0) bytes.push((low >>> 24) + 1)
      return Uint8Array.from(bytes)
    },
  }
}

/** The bits again, given the same probabilities. */
export interface BitReader {
  read(probability: number): number
  /** Bytes taken beyond the end of the data; an honest payload never needs more than four. */
  overrun(): number
}

/** Undoes {@link createBitWriter}; reads zeros behind the end. */
export function createBitReader(bytes: Uint8Array, start: number): BitReader {
  let offset = start
  let low = 0
  let high = TOP - 1
  let value = 0
  for (let index = 0; index < 4; index++) value = ((value << 8) | (bytes[offset++] ?? 0)) >>> 0
  return {
    read(probability) {
      const middle = low + Math.floor(((high - low) * probability) / SCALE)
      const bit = value <= middle ? 1 : 0
      if (bit === 1) high = middle
      else low = middle + 1
      while (((low ^ high) & 0xff00_0000) === 0) {
        low = (low << 8) >>> 0
        high = ((high << 8) | 255) >>> 0
        value = ((value << 8) | (bytes[offset++] ?? 0)) >>> 0
      }
      return bit
    },
    overrun: () => Math.max(0, offset - bytes.length),
  }
}
