const LEAST_LATIN = 0.5

/** Whether at least half of the letters of a text are Latin. */
export function isLatin(text: string): boolean {
  return latinShare(text) >= LEAST_LATIN
}

/**
 * The models learned from texts in Latin script, and know of others at most their characters.
 *
 * @throws {RangeError} where less than half of the letters are Latin, naming the share
 */
export function refuseOtherScripts(text: string, model: string): void {
  const share = latinShare(text)
  if (share >= LEAST_LATIN) return
  const percent = Math.round(100 * share)
  throw new RangeError(`${model} reads Latin script, which has ${percent} % of the letters`)
}

function latinShare(text: string): number {
  const letters = text.match(/\p{L}/gu)?.length ?? 0
  const latin = text.match(/\p{Script=Latin}/gu)?.length ?? 0
  return letters === 0 ? 1 : latin / letters
}
