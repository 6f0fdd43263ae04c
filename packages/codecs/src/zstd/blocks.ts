import { ContainerError } from '../errors.ts'
import { FRAME_BYTES, type ZstdDictionaryLibrary } from './driver.ts'
import { blocksOf, endOfBlocks, frameOf } from './frame.ts'

/** First byte of a payload kept as it is: a zstd block of the reserved type, which no encoder writes. */
const STORED = 0x06

/**
 * Bare zstd payload: one independent frame for each 256 KB of content, headers left out, or the bytes themselves
 * behind one mark where zstd does not make them smaller.
 */
export function encodeBlocks(library: ZstdDictionaryLibrary, bytes: Uint8Array): Uint8Array {
  if (bytes.length === 0) return new Uint8Array()
  const frames: Uint8Array[] = []
  for (let start = 0; start < bytes.length; start += FRAME_BYTES) {
    frames.push(blocksOf(library.compress(bytes.subarray(start, start + FRAME_BYTES))))
  }
  const total = frames.reduce((sum, frame) => sum + frame.length, 0)
  return total <= bytes.length ? joined(frames, total) : joined([Uint8Array.of(STORED), bytes])
}

/**
 * Undoes {@link encodeBlocks}.
 * @throws {ContainerError} with reason `payload`
 */
export function decodeBlocks(
  library: Pick<ZstdDictionaryLibrary, 'decompress'>,
  payload: Uint8Array,
  length: number,
): Uint8Array {
  if (payload[0] === STORED) return stored(payload, length)
  const parts: Uint8Array[] = []
  let offset = 0
  for (let start = 0; start < length; start += FRAME_BYTES) {
    const contentLength = Math.min(FRAME_BYTES, length - start)
    const end = endOfBlocks(payload, offset, contentLength)
    parts.push(decodeFrame(library, payload.subarray(offset, end), contentLength, offset))
    offset = end
  }
  if (offset === payload.length) return joined(parts, length)
  throw new ContainerError(
    'payload',
    offset,
    'bytes behind the last zstd frame; the data is damaged',
  )
}

function decodeFrame(
  library: Pick<ZstdDictionaryLibrary, 'decompress'>,
  blocks: Uint8Array,
  length: number,
  offset: number,
): Uint8Array {
  try {
    const content = library.decompress(frameOf(blocks, length), length)
    if (content.length === length) return content
  } catch (cause) {
    throw new ContainerError('payload', offset, 'zstd refuses the frame; the data is damaged', {
      cause,
    })
  }
  throw new ContainerError('payload', offset, 'the zstd frame is too short; the data is damaged')
}

function stored(payload: Uint8Array, length: number): Uint8Array {
  if (payload.length === length + 1) return payload.slice(1)
  throw new ContainerError('payload', 0, `${payload.length - 1} stored bytes, not ${length}`)
}

function joined(parts: readonly Uint8Array[], total?: number): Uint8Array {
  const bytes = new Uint8Array(total ?? parts.reduce((sum, part) => sum + part.length, 0))
  let offset = 0
  for (const part of parts) {
    bytes.set(part, offset)
    offset += part.length
  }
  return bytes
}
