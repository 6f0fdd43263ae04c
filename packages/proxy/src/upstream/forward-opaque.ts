import { createByteStream } from '../stream/byte-stream.ts'
import { CallerGoneError, type Exchange } from './exchange.ts'

/** How the body of an opaque answer ended. */
export type OpaqueEnd = 'complete' | 'failed' | 'caller-gone'

/**
 * Hands a body on as it comes, with backpressure. Where the upstream breaks off, `breakConnection` makes that visible to
 * the caller; without it the stream errors.
 */
export function relayBytes(
  exchange: Exchange,
  breakConnection: (() => void) | undefined,
  onEnd: (end: OpaqueEnd) => void,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  let hasEnded = false
  const finish = (end: OpaqueEnd): void => {
    if (!hasEnded) onEnd(end)
    hasEnded = true
  }
  return createByteStream({
    async pull() {
      try {
        const chunk = await exchange.read()
        if (chunk === undefined) finish('complete')
        return chunk
      } catch (error) {
        exchange.abort()
        const isGone = error instanceof CallerGoneError || hasEnded
        finish(isGone ? 'caller-gone' : 'failed')
        if (isGone) return undefined
        if (breakConnection === undefined) throw error
        breakConnection()
        return undefined
      }
    },
    cancel() {
      exchange.abort()
      finish('caller-gone')
    },
  })
}
