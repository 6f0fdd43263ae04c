const LEAST_LATIN = 0.5

/**
 * The models learned from texts in Latin script, and know of others at most their characters.
 *
 * @throws {RangeError} where less than half of the letters are Latin, naming the share
 */
export function refuseOtherScripts(text: string, model: string): void {
  const letters = text.match(/\p{L}/gu)?.length ?? 0
  const latin = text.match(/\p{Script=Latin}/gu)?.length ?? 0
  if (latin >= LEAST_LATIN * letters) return
  const share = Math.round((100 * latin) / letters)
  throw new RangeError(`${model} reads Latin script, which has ${share} % of the letters`)
}
