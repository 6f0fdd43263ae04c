/**
 * Tokens of one pre-split piece, given as a binary string: the pair of lowest rank is merged until none is left.
 */
export function mergePiece(binary: string, rankOf: ReadonlyMap<string, number>): number[] {
  const whole = rankOf.get(binary)
  if (whole !== undefined) return [whole]
  const starts = Array.from({ length: binary.length + 1 }, (_, index) => index)
  for (;;) {
    let best = Number.POSITIVE_INFINITY
    let at = -1
    for (let index = 0; index + 2 < starts.length; index += 1) {
      const rank = rankOf.get(binary.slice(starts[index], starts[index + 2]))
      if (rank !== undefined && rank < best) {
        best = rank
        at = index
      }
    }
    if (at < 0) break
    starts.splice(at + 1, 1)
  }
  return starts
    .slice(0, -1)
    .map((start, index) => rankOf.get(binary.slice(start, starts[index + 1])) as number)
}
