import type { Codec } from './codec.ts'
import { ContainerError, MissingKnowledgeError } from './errors.ts'

/** Brotli (RFC 7932) as the runtime offers it; quality 0 to 11. */
export interface BrotliDriver {
  compress(bytes: Uint8Array, quality: number): Uint8Array
  /** @throws where the stream is broken or would give more than `maxBytes` */
  decompress(payload: Uint8Array, maxBytes: number): Uint8Array
}

/** First byte of a payload kept as it is; no brotli stream begins with it (RFC 7932, 9.1: reserved window code). */
const STORED = 0x11
/** Level 11 and above is brotli's strongest; below, the steps are the same. */
const MAX_QUALITY = 11

/** Brotli where the runtime has it: injected, never a dependency. */
export const brotli: Codec = {
  name: 'brotli',
  id: 3,
  load: async ({ level, surroundings }) => {
    const driver = surroundings.brotli
    if (driver === undefined) {
      const message =
        'this runtime has no brotli; inject a driver, or open it on Node (@x/codecs/node)'
      throw new MissingKnowledgeError('brotli', undefined, message)
    }
    return {
      knowledge: undefined,
      encode: (bytes) => encodeBrotli(driver, bytes, Math.min(level, MAX_QUALITY)),
      decode: (payload, length) => decodeBrotli(driver, payload, length),
    }
  },
}

function encodeBrotli(driver: BrotliDriver, bytes: Uint8Array, quality: number): Uint8Array {
  if (bytes.length === 0) return bytes.slice()
  const stream = driver.compress(bytes, quality)
  if (stream.length <= bytes.length) return stream
  const stored = new Uint8Array(bytes.length + 1)
  stored[0] = STORED
  stored.set(bytes, 1)
  return stored
}

function decodeBrotli(driver: BrotliDriver, payload: Uint8Array, length: number): Uint8Array {
  if (payload.length === 0) return payload.slice()
  if (payload[0] === STORED) return payload.slice(1)
  try {
    return driver.decompress(payload, length)
  } catch (cause) {
    const message = 'brotli refuses the stream; the data is damaged'
    throw new ContainerError('payload', 0, message, { cause })
  }
}
