import { bokuwebDriver } from './bokuweb-driver.ts'
import type { ZstdDriver, ZstdLibrary } from './driver.ts'
import { zstdCodecDriver } from './zstd-codec-driver.ts'

/** Above these, zstd-codec's 16 MiB heap does not hold the match tables of a dictionary (measured: it aborts). */
const MAX_PREPARED_BYTES = 112 * 1024
const MAX_PREPARED_LEVEL = 9

/**
 * What runs where nothing else is injected: zstd-codec, and @bokuweb/zstd-wasm for the one thing that does not fit
 * into its heap, a large dictionary at a high level.
 */
export const defaultZstdDriver: ZstdDriver = {
  name: 'zstd-codec + @bokuweb/zstd-wasm',
  load: async (): Promise<ZstdLibrary> => {
    const [small, large] = await Promise.all([zstdCodecDriver.load(), bokuwebDriver.load()])
    return {
      compress: small.compress,
      decompress: small.decompress,
      withDictionary: (dictionary, level) => {
        const fits = dictionary.length <= MAX_PREPARED_BYTES || level <= MAX_PREPARED_LEVEL
        return (fits ? small : large).withDictionary(dictionary, level)
      },
    }
  },
}
