import type { ZstdDriver, ZstdLibrary } from './driver.ts'

/** @bokuweb/zstd-wasm through its own loader: a heap that grows, no prepared dictionaries. */
export const bokuwebDriver: ZstdDriver = { name: '@bokuweb/zstd-wasm', load }

let loading: Promise<ZstdLibrary> | undefined

function load(): Promise<ZstdLibrary> {
  loading ??= open()
  return loading
}

async function open(): Promise<ZstdLibrary> {
  const zstd = await import('@bokuweb/zstd-wasm')
  await zstd.init()
  const encoder = zstd.createCCtx()
  const decoder = zstd.createDCtx()
  const heap = (length: number): { defaultHeapSize: number } => ({ defaultHeapSize: length })
  return {
    compress: (content, level) => zstd.compress(content, level),
    decompress: (frame, length) => zstd.decompress(frame, heap(length)),
    withDictionary: async (dictionary, level) => ({
      compress: (content) => zstd.compressUsingDict(encoder, content, dictionary, level),
      decompress: (frame, length) =>
        zstd.decompressUsingDict(decoder, frame, dictionary, heap(length)),
    }),
  }
}
