/** Of words, or of pieces of them, what the vocabulary may lack before the heuristic serves a text. */
export const MOST_UNCOVERED = 0.3

/**
 * A model sees nothing of what its vocabulary does not spell.
 *
 * @throws {RangeError} where that is more than three tenths
 */
export function refuseUncovered(share: number, model: string): void {
  if (share <= MOST_UNCOVERED) return
  throw new RangeError(`the vocabulary of ${model} lacks ${Math.round(100 * share)} % of the words`)
}
