import { NotationError } from '../errors.ts'
import { readHead } from './head.ts'
import { lengthOfShort, readShort } from './read-short.ts'

/** Frames may unfold to at most this many code units. */
const LONGEST_TEXT = 1 << 25

/** The exact inverse of `shortenFrames`. Throws `NotationError` for what it never writes. */
export function restoreFrames(lines: readonly string[]): string[] {
  const { context, length } = readHead(lines)
  const { sign } = context
  const restored: string[] = []
  let size = 0
  for (let at = length; at < lines.length; ) {
    if (!lines[at]!.startsWith(sign)) {
      restored.push(lines[at]!)
      at += 1
      continue
    }
    let end = at
    while (lines[end]?.startsWith(sign) === true) end += 1
    const texts = lines.slice(at, end).map((line) => line.slice(1))
    for (let from = 0; from < texts.length; ) {
      const count = lengthOfShort(texts, from, context)
      const frame = readShort(texts.slice(from, from + count), context)
      for (const line of frame.style.spell(frame)) {
        restored.push(line)
        size += line.length + 1
      }
      if (size > LONGEST_TEXT) throw new NotationError('the text would be too long', 0)
      from += count
    }
    at = end
  }
  return restored
}
