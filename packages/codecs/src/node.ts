import { createRequire } from 'node:module'
import { type Codecs, type CodecsOptions, createCodecs } from './codecs.ts'
import { createNodeZstdDriver, nodeBrotliDriver } from './node/zlib-drivers.ts'
import { createDefaultZstdDriver } from './zstd/default-driver.ts'
import { createZstdCodecDriver } from './zstd/zstd-codec-driver.ts'

export { createFileDriver } from './node/file-driver.ts'
export { createNodeZstdDriver, nodeBrotliDriver }

const require = createRequire(import.meta.url)

/** By `require`: Node 22.23 answers `import` with an empty module where standard input is a pipe (measured). */
const requiredZstdDriver = createDefaultZstdDriver(
  createZstdCodecDriver(async () => require('zstd-codec')),
)

/** {@link createCodecs} with what Node brings: its brotli, and its zstd where it has one. */
export function createNodeCodecs(options?: CodecsOptions): Codecs {
  const zstd = createNodeZstdDriver(requiredZstdDriver) ?? requiredZstdDriver
  return createCodecs({ zstd, brotli: nodeBrotliDriver, ...options })
}
