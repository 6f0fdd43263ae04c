import type { Dictionary } from '../dictionary.ts'
import { decodeBlocks } from '../zstd/blocks.ts'
import type { ZstdDriver } from '../zstd/driver.ts'

let loading: Promise<Dictionary> | undefined

/** The dictionary that codec id 2 stands for, unpacked once per process. */
export function loadShippedDictionary(zstd: ZstdDriver): Promise<Dictionary> {
  loading ??= unpack(zstd)
  return loading
}

async function unpack(zstd: ZstdDriver): Promise<Dictionary> {
  // The id stands beside the content: pages without a secure origin have no WebCrypto to compute it.
  const { SHIPPED_ID, SHIPPED_LENGTH, SHIPPED_PAYLOAD } = await import('./shipped-content.ts')
  const payload = Uint8Array.from(atob(SHIPPED_PAYLOAD), (byte) => byte.charCodeAt(0))
  return { id: SHIPPED_ID, bytes: decodeBlocks(await zstd.load(), payload, SHIPPED_LENGTH) }
}
