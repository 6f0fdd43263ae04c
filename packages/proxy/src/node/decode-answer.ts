import { Readable } from 'node:stream'
import * as zlib from 'node:zlib'
import type { UpstreamAnswer } from '../upstream/upstream-call.ts'
import type { Fields } from '../wire/fields.ts'

type Decoder = () => NodeJS.ReadWriteStream

/** Content codings that are undone here, as a platform's `fetch` does. zstd only where Node has it (22.15 and later). */
const DECODERS: Readonly<Record<string, Decoder | undefined>> = {
  gzip: () => zlib.createGunzip({ flush: zlib.constants.Z_SYNC_FLUSH }),
  'x-gzip': () => zlib.createGunzip({ flush: zlib.constants.Z_SYNC_FLUSH }),
  deflate: () => zlib.createInflate({ flush: zlib.constants.Z_SYNC_FLUSH }),
  br: () => zlib.createBrotliDecompress(),
  zstd: (zlib as { createZstdDecompress?: Decoder }).createZstdDecompress,
}

/** Undoes an answer's codings and takes the field away; a coding that is not known here stays for the caller to undo. */
export function decodeAnswer(answer: UpstreamAnswer & { readonly fields: Fields }): UpstreamAnswer {
  const { fields, read } = answer
  const named = fields.get('content-encoding')
  if (named == null) return answer
  const codings = named
    .split(',')
    .map((coding) => coding.trim().toLowerCase())
    .filter((coding) => coding !== '' && coding !== 'identity')
  const decoders = codings.map((coding) => DECODERS[coding])
  if (decoders.length === 0 || decoders.includes(undefined)) return answer
  fields.delete('content-encoding')
  fields.delete('content-length')
  // Not before somebody reads: an answer without a body has nothing to decode.
  let chunks: AsyncIterator<Uint8Array, undefined> | undefined
  return {
    ...answer,
    async read() {
      chunks ??= decodeChunks(read, decoders as readonly Decoder[])
      const { done, value } = await chunks.next()
      return done === true ? undefined : value
    },
  }
}

function decodeChunks(
  read: UpstreamAnswer['read'],
  decoders: readonly Decoder[],
): AsyncIterator<Uint8Array, undefined> {
  const decoded = decoders.reduceRight<Readable>((stream, createDecoder) => {
    const decoder = createDecoder() as unknown as Readable & NodeJS.WritableStream
    stream.on('error', (error) => decoder.destroy(error))
    decoder.on('close', () => stream.destroy())
    return stream.pipe(decoder) as unknown as Readable
  }, readableOf(read))
  return decoded[Symbol.asyncIterator]()
}

function readableOf(read: UpstreamAnswer['read']): Readable {
  return new Readable({
    read() {
      read().then(
        (chunk) => this.push(chunk ?? null),
        (error: Error) => this.destroy(error),
      )
    },
  })
}
