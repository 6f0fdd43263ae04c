import { ContainerError } from '../errors.ts'

const MAGIC = [0x28, 0xb5, 0x2f, 0xfd]
const SINGLE_SEGMENT = 0x20
const HAS_CHECKSUM = 0x04
const BLOCK_HEADER_BYTES = 3
const MAX_BLOCK_BYTES = 128 * 1024

/** Block types of RFC 8878, 3.1.1.2.2; 3 is reserved. */
const RAW_BLOCK = 0
const RUN_BLOCK = 1
const RESERVED_BLOCK = 3

/**
 * The blocks of one frame, without header and checksum: 10 to 17 bytes that a container with a length and a checksum
 * of its own need not repeat.
 */
export function blocksOf(frame: Uint8Array): Uint8Array {
  const descriptor = frame[4] as number
  const isSingleSegment = (descriptor & SINGLE_SEGMENT) !== 0
  const dictionaryIdBytes = [0, 1, 2, 4][descriptor & 3] as number
  const sizeBytes = [isSingleSegment ? 1 : 0, 2, 4, 8][descriptor >> 6] as number
  const start = 5 + (isSingleSegment ? 0 : 1) + dictionaryIdBytes + sizeBytes
  const end = frame.length - ((descriptor & HAS_CHECKSUM) === 0 ? 0 : 4)
  return frame.subarray(start, end)
}

/** A frame that any zstd reads: single segment, content size `length`, then `blocks`. */
export function frameOf(blocks: Uint8Array, length: number): Uint8Array {
  const size = sizeField(length)
  const frame = new Uint8Array(MAGIC.length + 1 + size.bytes.length + blocks.length)
  frame.set(MAGIC)
  frame[MAGIC.length] = (size.flag << 6) | SINGLE_SEGMENT
  frame.set(size.bytes, MAGIC.length + 1)
  frame.set(blocks, MAGIC.length + 1 + size.bytes.length)
  return frame
}

function sizeField(length: number): { flag: number; bytes: readonly number[] } {
  if (length < 256) return { flag: 0, bytes: [length] }
  if (length < 65_792) return { flag: 1, bytes: [(length - 256) & 255, (length - 256) >> 8] }
  const bytes = [length & 255, (length >> 8) & 255, (length >> 16) & 255, length >>> 24]
  return { flag: 2, bytes }
}

/**
 * Walks the blocks of a frame of `length` content bytes and returns the offset behind the last one. No library sees
 * a frame whose blocks do not stand within the payload or claim more than `length`.
 * @throws {ContainerError} with reason `payload`
 */
export function endOfBlocks(payload: Uint8Array, start: number, length: number): number {
  let offset = start
  let content = 0
  for (;;) {
    if (offset + BLOCK_HEADER_BYTES > payload.length) {
      throw new ContainerError(
        'payload',
        offset,
        'zstd block header cut off; the data is truncated',
      )
    }
    const header =
      (payload[offset] as number) |
      ((payload[offset + 1] as number) << 8) |
      ((payload[offset + 2] as number) << 16)
    const type = (header >> 1) & 3
    const size = header >> 3
    content += type === RAW_BLOCK || type === RUN_BLOCK ? size : 0
    if (type === RESERVED_BLOCK || size > MAX_BLOCK_BYTES || content > length) {
      throw new ContainerError('payload', offset, 'broken zstd block header; the data is damaged')
    }
    offset += BLOCK_HEADER_BYTES + (type === RUN_BLOCK ? 1 : size)
    if (offset > payload.length) {
      throw new ContainerError('payload', offset, 'zstd block cut off; the data is truncated')
    }
    if ((header & 1) !== 0) return offset
  }
}
