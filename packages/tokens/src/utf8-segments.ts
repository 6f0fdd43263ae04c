import { SENTINEL } from './character-classes.ts'

/** Characters of text that are turned into UTF-8 at a time. */
const SEGMENT_CHARS = 65_536
const SHORT_CHARS = 48
/** A buffer that one unbroken text has made larger than this is not kept. */
const MAX_KEPT_BYTES = 4 * SEGMENT_CHARS
const BLANK = 0x20

/** UTF-8 of a stretch of text; {@link SENTINEL} stands at `length`. */
export type OnSegment = (bytes: Uint8Array, length: number) => void

/** Hands a text over as UTF-8 in segments that no piece spans, through one reused buffer. */
export function createSegmenter(
  segmentChars: number = SEGMENT_CHARS,
): (text: string, onSegment: OnSegment) => void {
  const encoder = new TextEncoder()
  let kept = new Uint8Array(1024)

  function bufferFor(chars: number): Uint8Array<ArrayBuffer> {
    const needed = 3 * chars + 1
    if (needed <= kept.length) return kept
    const buffer = new Uint8Array(Math.max(needed, Math.min(2 * kept.length, MAX_KEPT_BYTES)))
    if (buffer.length <= MAX_KEPT_BYTES) kept = buffer
    return buffer
  }

  function hand(text: string, onSegment: OnSegment): void {
    const buffer = bufferFor(text.length)
    const length = writeShort(text, buffer) ?? encoder.encodeInto(text, buffer).written
    buffer[length] = SENTINEL
    onSegment(buffer, length)
  }

  return (text, onSegment) => {
    if (text.length <= segmentChars) return hand(text, onSegment)
    for (let start = 0; start < text.length; ) {
      const end = segmentEnd(text, start + segmentChars)
      hand(text.slice(start, end), onSegment)
      start = end
    }
  }
}

/** `encodeInto` costs a call into the engine, which is more than a few ASCII characters do. */
function writeShort(text: string, buffer: Uint8Array): number | undefined {
  if (text.length > SHORT_CHARS) return undefined
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code > 0x7f) return undefined
    buffer[at] = code
  }
  return text.length
}

/** The first place behind a full segment where every pattern splits: before a blank between two ASCII letters. */
function segmentEnd(text: string, from: number): number {
  for (let at = from; at < text.length - 1; at += 1) {
    if (
      text.charCodeAt(at) === BLANK &&
      isAsciiLetter(text.charCodeAt(at - 1)) &&
      isAsciiLetter(text.charCodeAt(at + 1))
    ) {
      return at
    }
  }
  return text.length
}

function isAsciiLetter(code: number): boolean {
  const lower = code | BLANK
  return lower >= 0x61 && lower <= 0x7a
}
