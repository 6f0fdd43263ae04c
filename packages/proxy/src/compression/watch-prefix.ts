import type { RenderedPart } from '@x/pipeline'
import type { DriftCause } from './compressor.ts'

/** Watches that what was forwarded of a conversation stays as it was. It only watches: nothing that is sent depends on it. */
export interface PrefixWatch {
  /**
   * Compares with the request of this conversation before: where its texts came again unchanged and are forwarded
   * otherwise, the answer is why.
   * @param cause what this request did without, if anything
   */
  observe(
    conversation: string,
    parts: readonly RenderedPart[],
    cause?: DriftCause,
  ): DriftCause | undefined
}

/** Bounds of a watch. */
export interface PrefixWatchOptions {
  /** Conversations that are watched; the longest unused goes. @default 256 */
  readonly maxConversations?: number
  /** UTF-16 code units of texts that are held for it. @default 16_000_000 */
  readonly maxTextLength?: number
}

interface Watched {
  readonly parts: readonly RenderedPart[]
  readonly cause: DriftCause | undefined
  readonly textLength: number
}

/** Creates a watch over this process' requests. */
export function createPrefixWatch(options: PrefixWatchOptions = {}): PrefixWatch {
  const { maxConversations = 256, maxTextLength = 16_000_000 } = options
  // A Map keeps insertion order: the first key is the one used longest ago.
  const latest = new Map<string, Watched>()
  let textLength = 0

  function drop(conversation: string): void {
    textLength -= latest.get(conversation)?.textLength ?? 0
    latest.delete(conversation)
  }

  return {
    observe(conversation, parts, cause) {
      const before = latest.get(conversation)
      drop(conversation)
      const length = parts.reduce((sum, { part, text }) => sum + part.text.length + text.length, 0)
      latest.set(conversation, { parts, cause, textLength: length })
      textLength += length
      for (const oldest of latest.keys()) {
        if (latest.size <= maxConversations && textLength <= maxTextLength) break
        drop(oldest)
      }
      if (before === undefined || !hasDrifted(before.parts, parts)) return undefined
      return cause ?? before.cause ?? 'render'
    },
  }
}

/** A text that the caller changed makes another conversation of it, from there on. */
function hasDrifted(before: readonly RenderedPart[], now: readonly RenderedPart[]): boolean {
  for (let at = 0; at < Math.min(before.length, now.length); at += 1) {
    const [earlier, later] = [before[at]!, now[at]!]
    if (earlier.part.text !== later.part.text || earlier.part.role !== later.part.role) return false
    if (earlier.text !== later.text) return true
  }
  return false
}
