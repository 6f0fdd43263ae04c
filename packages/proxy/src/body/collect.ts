import { concatBytes } from './concat-bytes.ts'

/** Thrown when a stream holds more bytes than its reader allows. */
export class BodyTooLargeError extends Error {
  readonly maxBytes: number

  constructor(maxBytes: number) {
    super(`more than ${maxBytes} bytes`)
    this.name = 'BodyTooLargeError'
    this.maxBytes = maxBytes
  }
}

/**
 * Reads a stream to its end into one array. Cancels it and throws BodyTooLargeError as soon as it exceeds `maxBytes`, and
 * the reason of `signal` as soon as that aborts.
 */
export async function collectBytes(
  stream: ReadableStream<Uint8Array>,
  maxBytes: number,
  signal?: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  const reader = stream.getReader()
  const sink = createByteSink(maxBytes)
  const cancel = (): void => void reader.cancel(signal?.reason).catch(() => undefined)
  signal?.addEventListener('abort', cancel)
  try {
    for (;;) {
      const { done, value } = await reader.read()
      signal?.throwIfAborted()
      if (done) return sink.bytes()
      sink.push(value)
    }
  } catch (error) {
    reader.cancel(error).catch(() => undefined)
    throw error
  } finally {
    signal?.removeEventListener('abort', cancel)
  }
}

/** Gathers chunks up to a limit. */
export interface ByteSink {
  /** Throws BodyTooLargeError at the first byte beyond the limit. */
  push(chunk: Uint8Array): void
  bytes(): Uint8Array<ArrayBuffer>
}

/** Creates an empty sink. */
export function createByteSink(maxBytes: number): ByteSink {
  const chunks: Uint8Array[] = []
  let total = 0
  return {
    push(chunk) {
      total += chunk.length
      if (total > maxBytes) throw new BodyTooLargeError(maxBytes)
      chunks.push(chunk)
    },
    bytes: () => concatBytes(chunks) as Uint8Array<ArrayBuffer>,
  }
}
