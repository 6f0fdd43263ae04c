import { collectBytes, createByteSink } from './collect.ts'

/** Undoes one content coding; throws BodyTooLargeError beyond `maxBytes`, anything else where the bytes are corrupt. */
export type ContentDecoder = (bytes: Uint8Array, maxBytes: number) => Promise<Uint8Array>

const ZSTD_SLICE_BYTES = 16 * 1024

/** Content codings of request bodies (RFC 9110 section 8.4; zstd RFC 8878), each with its decoder. */
export const CONTENT_DECODERS: Readonly<Record<string, ContentDecoder>> = {
  gzip: (bytes, maxBytes) => decodeByStream('gzip', bytes, maxBytes),
  'x-gzip': (bytes, maxBytes) => decodeByStream('gzip', bytes, maxBytes),
  deflate: (bytes, maxBytes) => decodeByStream('deflate', bytes, maxBytes),
  br: decodeBrotli,
  zstd: decodeZstd,
}

async function decodeByStream(
  format: 'gzip' | 'deflate',
  bytes: Uint8Array,
  maxBytes: number,
): Promise<Uint8Array> {
  const source = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream()
  return collectBytes(source.pipeThrough(new DecompressionStream(format)), maxBytes)
}

/** No platform decodes brotli through web streams; Node and workerd both have it in `node:zlib`. */
async function decodeBrotli(bytes: Uint8Array, maxBytes: number): Promise<Uint8Array> {
  const { createBrotliDecompress } = await import('node:zlib')
  const sink = createByteSink(maxBytes)
  const stream = createBrotliDecompress()
  stream.end(bytes)
  for await (const chunk of stream) sink.push(chunk as Uint8Array)
  return sink.bytes()
}

async function decodeZstd(bytes: Uint8Array, maxBytes: number): Promise<Uint8Array> {
  const { Decompress } = await import('fzstd')
  const sink = createByteSink(maxBytes)
  let isComplete = false
  const stream = new Decompress((chunk, isFinal) => {
    sink.push(chunk)
    isComplete ||= isFinal === true
  })
  // Small slices: a bomb is stopped after the blocks of one slice, not after the whole input.
  for (let start = 0; start < bytes.length; start += ZSTD_SLICE_BYTES) {
    const end = Math.min(start + ZSTD_SLICE_BYTES, bytes.length)
    stream.push(bytes.subarray(start, end), end === bytes.length)
  }
  if (!isComplete) throw new Error('the zstd frame ends early')
  return sink.bytes()
}
