import type { Frame } from './frame.ts'
import { type Listing, windowAround } from './listing.ts'

const MOST_CONTEXT = 3

/** How many lines around what they mark most frames show. */
export function usualContext(frames: readonly Frame[], listing: Listing): number {
  const counts = Array.from({ length: MOST_CONTEXT + 1 }, () => 0)
  for (const { location, rows, span } of frames) {
    const lines = location === undefined ? undefined : listing.get(location.file)
    if (location === undefined || lines === undefined) continue
    const numbers = rows.flatMap((row) => (row.kind === 'source' ? [row.number] : []))
    const to = span?.line ?? location.line
    for (const context of counts.keys()) {
      const { before, after } = windowAround(lines, location.line, to, context, false)
      const isUsual = numbers[0] === location.line - before && numbers.at(-1) === to + after
      if (isUsual) counts[context]! += 1
    }
  }
  return counts.indexOf(Math.max(...counts))
}
