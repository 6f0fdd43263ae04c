/** What stands in the place of `[from, to)`, in code units. */
export interface Replacement {
  readonly from: number
  readonly to: number
  readonly text: string
}

/** The text with each span replaced; of two that overlap, the earlier (then the earlier given) holds. */
export function replaceSpans(text: string, replacements: readonly Replacement[]): string {
  const pieces: string[] = []
  let at = 0
  for (const { from, to, text: piece } of [...replacements].sort((a, b) => a.from - b.from)) {
    if (from < at) continue
    pieces.push(text.slice(at, from), piece)
    at = to
  }
  pieces.push(text.slice(at))
  return pieces.join('')
}
