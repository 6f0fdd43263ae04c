import * as zlib from 'node:zlib'
import type { BrotliDriver } from '../brotli.ts'
import type { ZstdDriver, ZstdLibrary } from '../zstd/driver.ts'

/** Brotli of node:zlib. */
export const nodeBrotliDriver: BrotliDriver = {
  compress: (bytes, quality) =>
    plain(
      zlib.brotliCompressSync(bytes, {
        params: {
          [zlib.constants.BROTLI_PARAM_QUALITY]: quality,
          [zlib.constants.BROTLI_PARAM_MODE]: zlib.constants.BROTLI_MODE_TEXT,
          [zlib.constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
        },
      }),
    ),
  decompress: (payload, maxBytes) =>
    plain(zlib.brotliDecompressSync(payload, { maxOutputLength: Math.max(1, maxBytes) })),
}

/** The zstd calls that node:zlib has from 22.15 and 23.8 on; the types of Node 20 do not know them. */
interface ZlibWithZstd {
  readonly zstdCompressSync?: (bytes: Uint8Array, options: ZstdOptions) => Uint8Array
  readonly zstdDecompressSync?: (frame: Uint8Array, options: ZstdOptions) => Uint8Array
  readonly constants: { readonly ZSTD_c_compressionLevel?: number }
}

interface ZstdOptions {
  readonly params?: Readonly<Record<number, number>>
  readonly maxOutputLength?: number
}

/**
 * Zstandard of node:zlib, the fastest driver; dictionaries stay with `fallback`, since Node takes them only from 24 on.
 * Undefined where this Node has no zstd.
 */
export function createNodeZstdDriver(fallback: ZstdDriver): ZstdDriver | undefined {
  const { zstdCompressSync, zstdDecompressSync, constants } = zlib as unknown as ZlibWithZstd
  const levelKey = constants.ZSTD_c_compressionLevel
  if (!zstdCompressSync || !zstdDecompressSync || levelKey === undefined) return undefined
  return {
    name: 'node:zlib',
    load: async (): Promise<ZstdLibrary> => {
      const { withDictionary } = await fallback.load()
      return {
        compress: (content, level) =>
          plain(zstdCompressSync(content, { params: { [levelKey]: level } })),
        decompress: (frame, length) =>
          plain(zstdDecompressSync(frame, { maxOutputLength: Math.max(1, length) })),
        withDictionary,
      }
    },
  }
}

/** A Buffer is a Uint8Array with a `slice` that does not copy: callers get the plain kind. */
function plain({ buffer, byteOffset, length }: Uint8Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, length)
}
