import { ContainerError } from './errors.ts'

/** Five groups of seven bits: lengths to 32 GiB, more than any memory that reads them. */
const MAX_VARINT_BYTES = 5

/** LEB128: seven bits a byte, lowest first, the high bit set on every byte but the last. */
export function varintBytes(value: number): number[] {
  const bytes: number[] = []
  let rest = value
  while (rest >= 128) {
    bytes.push((rest % 128) + 128)
    rest = Math.floor(rest / 128)
  }
  bytes.push(rest)
  return bytes
}

/**
 * Reads one varint; only the shortest form of a value is taken, so that a value has one spelling.
 * @throws {ContainerError} with reason `truncated` or `length`
 */
export function readVarint(bytes: Uint8Array, offset: number): { value: number; end: number } {
  let value = 0
  let scale = 1
  for (let index = 0; index < MAX_VARINT_BYTES; index++) {
    const byte = bytes[offset + index]
    if (byte === undefined) {
      throw new ContainerError('truncated', bytes.length, 'the data ends inside a number')
    }
    value += (byte & 127) * scale
    scale *= 128
    if (byte === 0 && index > 0) break
    if (byte < 128) return { value, end: offset + index + 1 }
  }
  throw new ContainerError('length', offset, 'a number is too long or not in its shortest form')
}
