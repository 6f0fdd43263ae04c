/** The weights that come with the package; a chunk of their own, loaded on first use. */
export async function shippedWeights(): Promise<Uint8Array> {
  const { WEIGHTS } = await import('./weights.ts')
  return Uint8Array.from(atob(WEIGHTS), (character) => character.charCodeAt(0))
}
