import type { ByteSink } from './collect.ts'

/** Undoes one content coding, piece by piece; throws what the sink throws, anything else where the bytes are corrupt. */
export type ContentDecoder = (bytes: Uint8Array, sink: Pick<ByteSink, 'push'>) => Promise<void>

const ZSTD_SLICE_BYTES = 16 * 1024

/** Content codings of request bodies (RFC 9110 section 8.4; zstd RFC 8878), each with its decoder. */
export const CONTENT_DECODERS: Readonly<Record<string, ContentDecoder>> = {
  gzip: (bytes, sink) => decodeByStream('gzip', bytes, sink),
  'x-gzip': (bytes, sink) => decodeByStream('gzip', bytes, sink),
  deflate: (bytes, sink) => decodeByStream('deflate', bytes, sink),
  br: decodeBrotli,
  zstd: decodeZstd,
}

async function decodeByStream(
  format: 'gzip' | 'deflate',
  bytes: Uint8Array,
  sink: Pick<ByteSink, 'push'>,
): Promise<void> {
  const source = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream()
  const reader = source.pipeThrough(new DecompressionStream(format)).getReader()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      sink.push(value)
    }
  } catch (error) {
    reader.cancel(error).catch(() => undefined)
    throw error
  }
}

/** No platform decodes brotli through web streams; Node and workerd both have it in `node:zlib`. */
async function decodeBrotli(bytes: Uint8Array, sink: Pick<ByteSink, 'push'>): Promise<void> {
  const { createBrotliDecompress } = await import('node:zlib')
  const stream = createBrotliDecompress()
  stream.end(bytes)
  for await (const chunk of stream) sink.push(chunk as Uint8Array)
}

async function decodeZstd(bytes: Uint8Array, sink: Pick<ByteSink, 'push'>): Promise<void> {
  const { Decompress } = await import('fzstd')
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
}
