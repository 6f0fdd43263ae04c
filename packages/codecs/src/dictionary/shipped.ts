import { createDictionary, type Dictionary } from '../dictionary.ts'
import { decodeBlocks } from '../zstd/blocks.ts'
import type { ZstdDriver } from '../zstd/driver.ts'

let loading: Promise<Dictionary> | undefined

/** The dictionary that codec id 2 stands for, unpacked once per process. */
export function loadShippedDictionary(zstd: ZstdDriver): Promise<Dictionary> {
  loading ??= unpack(zstd)
  return loading
}

async function unpack(zstd: ZstdDriver): Promise<Dictionary> {
  const { SHIPPED_LENGTH, SHIPPED_PAYLOAD } = await import('./shipped-content.ts')
  const payload = Uint8Array.from(atob(SHIPPED_PAYLOAD), (byte) => byte.charCodeAt(0))
  return createDictionary(decodeBlocks(await zstd.load(), payload, SHIPPED_LENGTH))
}
