import { concatBytes } from '../body/concat-bytes.ts'

const LF = 10
const CR = 13

/** Thrown by `push` when one event grows beyond the cap: the stream cannot be followed any further. */
export class SseEventTooLargeError extends Error {
  readonly maxBytes: number

  constructor(maxBytes: number) {
    super(`one event of the stream exceeds ${maxBytes} bytes`)
    this.name = 'SseEventTooLargeError'
    this.maxBytes = maxBytes
  }
}

/** Cuts a byte stream into events, wherever the chunks were cut. Holds at most one event. */
export interface SseSplitter {
  /** Takes the next chunk and returns the bytes of each event that it completes. */
  push(chunk: Uint8Array): Uint8Array[]
  /** Returns the bytes of an event that no blank line closed, if any. */
  flush(): Uint8Array | undefined
}

/**
 * Creates a splitter. Linear: each byte is looked at once, and UTF-8 never hides a line end inside a character.
 * The pieces put together are the stream, byte for byte.
 */
export function createSseSplitter(maxEventBytes: number): SseSplitter {
  let held: Uint8Array[] = []
  let heldBytes = 0
  let isLineEmpty = true
  let isAfterCr = false

  function hold(piece: Uint8Array): void {
    if (piece.length === 0) return
    heldBytes += piece.length
    if (heldBytes > maxEventBytes) throw new SseEventTooLargeError(maxEventBytes)
    held.push(piece)
  }

  function take(): Uint8Array {
    const whole = concatBytes(held)
    held = []
    heldBytes = 0
    return whole
  }

  /** Looks at one byte and says whether it ends a blank line. */
  function endsBlankLine(byte: number): boolean {
    const isSecondHalfOfCrlf = byte === LF && isAfterCr
    isAfterCr = byte === CR
    if (isSecondHalfOfCrlf) return false
    const isLineEnd = byte === LF || byte === CR
    const isBlank = isLineEnd && isLineEmpty
    isLineEmpty = isLineEnd
    return isBlank
  }

  function push(chunk: Uint8Array): Uint8Array[] {
    const events: Uint8Array[] = []
    let start = 0
    for (let index = 0; index < chunk.length; index++) {
      const byte = chunk[index] as number
      if (!endsBlankLine(byte)) continue
      // The LF of a CRLF belongs to the event that its CR closes, where it is already here.
      const end = byte === CR && chunk[index + 1] === LF ? index + 2 : index + 1
      hold(chunk.subarray(start, end))
      events.push(take())
      start = end
    }
    hold(chunk.subarray(start))
    return events
  }

  function flush(): Uint8Array | undefined {
    return heldBytes === 0 ? undefined : take()
  }

  return { push, flush }
}
