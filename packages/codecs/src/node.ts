import { type Codecs, type CodecsOptions, createCodecs } from './codecs.ts'
import { createNodeZstdDriver, nodeBrotliDriver } from './node/zlib-drivers.ts'
import { defaultZstdDriver } from './zstd/default-driver.ts'

export { createFileDriver } from './node/file-driver.ts'
export { createNodeZstdDriver, nodeBrotliDriver }

/** {@link createCodecs} with what Node brings: its brotli, and its zstd where it has one. */
export function createNodeCodecs(options?: CodecsOptions): Codecs {
  const zstd = createNodeZstdDriver(defaultZstdDriver) ?? defaultZstdDriver
  return createCodecs({ zstd, brotli: nodeBrotliDriver, ...options })
}
