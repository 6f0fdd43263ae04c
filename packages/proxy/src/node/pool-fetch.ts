import { Readable } from 'node:stream'
import type { ReadableStream as NodeReadableStream } from 'node:stream/web'
import * as zlib from 'node:zlib'
import { Agent } from 'undici'
import { createByteStream } from '../stream/byte-stream.ts'
import type { UpstreamFetch } from '../upstream/upstream-fetch.ts'

/** Options of `createPoolFetch`. */
export interface PoolFetchOptions {
  /** Connections per origin. @default 256 */
  readonly connections?: number
  /** Milliseconds to connect. @default 10_000 */
  readonly connectTimeoutMs?: number
}

/** A transport and the way to close its connections. */
export interface PoolFetch {
  readonly fetch: UpstreamFetch
  /** Closes idle connections at once and the others when their answers end. */
  close(): Promise<void>
}

type Decoder = () => NodeJS.ReadWriteStream

/** Content codings that are undone here, as a platform's `fetch` does. zstd only where Node has it (22.15 and later). */
const DECODERS: Readonly<Record<string, Decoder | undefined>> = {
  gzip: () => zlib.createGunzip({ flush: zlib.constants.Z_SYNC_FLUSH }),
  'x-gzip': () => zlib.createGunzip({ flush: zlib.constants.Z_SYNC_FLUSH }),
  deflate: () => zlib.createInflate({ flush: zlib.constants.Z_SYNC_FLUSH }),
  br: () => zlib.createBrotliDecompress(),
  zstd: (zlib as { createZstdDecompress?: Decoder }).createZstdDecompress,
}

/**
 * Makes a transport over undici's connection pools: about four times as fast as the platform's `fetch`, and without its
 * hidden limit of 300 seconds. Redirects are never followed.
 */
export function createPoolFetch(options: PoolFetchOptions = {}): PoolFetch {
  const agent = new Agent({
    connections: options.connections ?? 256,
    connect: { timeout: options.connectTimeoutMs ?? 10_000 },
    headersTimeout: 0,
    bodyTimeout: 0,
  })
  return {
    async fetch(url, { method, headers, body, signal }) {
      const { origin, pathname, search } = new URL(url)
      const answer = await agent.request({
        origin,
        path: `${pathname}${search}`,
        method: method as 'POST',
        headers: Object.fromEntries(headers),
        body: body instanceof Uint8Array || body === null ? body : asNodeStream(body),
        signal,
      })
      const responseHeaders = toHeaders(answer.headers)
      const stream = decodeBody(answer.body, responseHeaders)
      const hasBody = method !== 'HEAD' && ![204, 205, 304].includes(answer.statusCode)
      if (!hasBody) stream.resume()
      return new Response(hasBody ? toWebStream(stream) : null, {
        status: answer.statusCode,
        headers: responseHeaders,
      })
    },
    close: () => agent.close(),
  }
}

function asNodeStream(body: ReadableStream<Uint8Array>): Readable {
  return Readable.fromWeb(body as unknown as NodeReadableStream)
}

function toHeaders(from: Readonly<Record<string, string | string[] | undefined>>): Headers {
  const headers = new Headers()
  for (const [name, value] of Object.entries(from)) {
    for (const line of [value ?? []].flat()) headers.append(name, line)
  }
  return headers
}

/** Undoes the body's codings and takes the field away; a coding that is not known here stays for the caller to undo. */
function decodeBody(body: Readable, headers: Headers): Readable {
  const codings = (headers.get('content-encoding') ?? '')
    .split(',')
    .map((coding) => coding.trim().toLowerCase())
    .filter((coding) => coding !== '' && coding !== 'identity')
  const decoders = codings.map((coding) => DECODERS[coding])
  if (decoders.length === 0 || decoders.includes(undefined)) return body
  headers.delete('content-encoding')
  headers.delete('content-length')
  return decoders.reduceRight<Readable>((stream, createDecoder) => {
    const decoder = (createDecoder as Decoder)() as unknown as Readable & NodeJS.WritableStream
    stream.on('error', (error) => decoder.destroy(error))
    decoder.on('close', () => stream.destroy())
    return stream.pipe(decoder) as unknown as Readable
  }, body)
}

function toWebStream(stream: Readable): ReadableStream<Uint8Array<ArrayBuffer>> {
  const chunks = stream[Symbol.asyncIterator]()
  return createByteStream({
    async pull() {
      const { done, value } = (await chunks.next()) as IteratorResult<Uint8Array, undefined>
      return done === true ? undefined : value
    },
    cancel: () => void stream.destroy(),
  })
}
