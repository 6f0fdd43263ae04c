import { BodyTooLargeError, createByteSink } from '../body/collect.ts'
import { WIRE_ERRORS, WireFailure } from '../wire/wire-error.ts'
import type { Exchange } from './exchange.ts'

/**
 * Reads a whole answer, so that one that breaks off becomes an error instead of half a success. Throws WireFailure where
 * it breaks or exceeds the limit.
 */
export async function readAnswer(
  exchange: Exchange,
  maxBytes: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const sink = createByteSink(maxBytes)
  try {
    for (;;) {
      const chunk = await exchange.read()
      if (chunk === undefined) return sink.bytes()
      sink.push(chunk)
    }
  } catch (error) {
    exchange.abort()
    if (error instanceof WireFailure && error.wire.status === 504) throw error
    if (error instanceof WireFailure) {
      throw new WireFailure(WIRE_ERRORS.upstreamBroken(), error)
    }
    if (error instanceof BodyTooLargeError) {
      throw new WireFailure(WIRE_ERRORS.eventTooLarge(maxBytes), error)
    }
    throw error
  }
}
