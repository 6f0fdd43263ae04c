import { bokuwebDriver } from './bokuweb-driver.ts'
import type { ZstdDriver, ZstdLibrary } from './driver.ts'
import { zstdCodecDriver } from './zstd-codec-driver.ts'

/** Dictionaries whose match tables fit into zstd-codec's 16 MiB at every level, and the level for larger ones. */
const MAX_PREPARED_BYTES = 112 * 1024
const MAX_LARGE_LEVEL = 3
/** Levels at which this older zstd makes short texts with a dictionary larger than without (measured). */
const isWeak = (level: number): boolean => level >= 10 && level <= 14

/**
 * What runs where nothing else is injected: zstd-codec, and @bokuweb/zstd-wasm, whose heap grows but which digests a
 * dictionary anew for each text, where a dictionary is large or the level is one that the older zstd does badly.
 */
export const defaultZstdDriver: ZstdDriver = createDefaultZstdDriver(zstdCodecDriver)

/** The default driver over zstd-codec as this runtime loads it. */
export function createDefaultZstdDriver(zstdCodec: ZstdDriver): ZstdDriver {
  return {
    name: `${zstdCodec.name} + ${bokuwebDriver.name}`,
    load: async (): Promise<ZstdLibrary> => {
      const small = await zstdCodec.load()
      return {
        compress: small.compress,
        decompress: small.decompress,
        withDictionary: async (dictionary, level) => {
          const isSmall = dictionary.length <= MAX_PREPARED_BYTES && !isWeak(level)
          const library = isSmall || level <= MAX_LARGE_LEVEL ? small : await bokuwebDriver.load()
          return library.withDictionary(dictionary, level)
        },
      }
    },
  }
}
