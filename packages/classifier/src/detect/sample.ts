import { type Line, readLines } from './line.ts'

/** Characters up to which a text is read whole. */
export const WHOLE_CHARACTERS = 32_768
/** What is read of a longer text: slices of equal size, the first at its beginning, the last at its end. */
export const SLICES = 8
export const SLICE_CHARACTERS = 2048

/** Lines that follow each other in the text. */
export interface Slice {
  readonly lines: readonly Line[]
  /** What of the text the slice speaks for: from its own beginning to that of the next. */
  readonly start: number
  readonly end: number
}

/**
 * The lines of a text: all of them up to `WHOLE_CHARACTERS`, of a longer text those of `SLICES` slices at even distances.
 * A slice inside the text begins after the first line end in it, where there is one.
 */
export function sampleLines(text: string): readonly Slice[] {
  if (text.length === 0) return []
  if (text.length <= WHOLE_CHARACTERS) {
    return [{ lines: readLines(text, 0, text.length), start: 0, end: text.length }]
  }
  const step = (text.length - SLICE_CHARACTERS) / (SLICES - 1)
  const starts = Array.from({ length: SLICES }, (_, index) =>
    afterLineEnd(text, Math.floor(index * step)),
  )
  return starts.map((start, index) => {
    const end = starts[index + 1] ?? text.length
    const to = Math.min(end, start + SLICE_CHARACTERS)
    return { lines: readLines(text, start, to), start, end }
  })
}

function afterLineEnd(text: string, from: number): number {
  if (from === 0) return 0
  const found = text.slice(from, from + SLICE_CHARACTERS / 2).indexOf('\n')
  return found < 0 ? from : from + found + 1
}
