import type { Codec } from './codec.ts'
import { decodeBlocks, encodeBlocks } from './zstd/blocks.ts'

/** Zstandard (RFC 8878) in independent frames of 256 KB, headers left out; levels 1 to 22. */
export const zstd: Codec = {
  name: 'zstd',
  id: 1,
  load: async ({ level, surroundings }) => {
    const library = await surroundings.zstd.load()
    const frames = {
      compress: (content: Uint8Array): Uint8Array => library.compress(content, level),
      decompress: library.decompress,
    }
    return {
      knowledge: undefined,
      encode: (bytes) => encodeBlocks(frames, bytes),
      decode: (payload, length) => decodeBlocks(frames, payload, length),
    }
  },
}
