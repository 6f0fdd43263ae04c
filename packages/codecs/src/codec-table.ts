import { brotli } from './brotli.ts'
import { cm, cmBalanced, cmFast } from './cm/cm.ts'
import type { Codec } from './codec.ts'
import { raw } from './raw.ts'
import { hybrid, token } from './token.ts'
import { zstd } from './zstd.ts'
import { zstdDictionary } from './zstd-dictionary.ts'

/**
 * Every codec, one row each. Ids are never reused; 0 to 6 fit into the short form of a container: raw, zstd, zstd with
 * the shipped dictionary, brotli, and 4 to 6 for context mixing.
 */
export const CODECS: readonly Codec[] = [
  raw,
  zstd,
  zstdDictionary,
  brotli,
  token,
  hybrid,
  cm,
  cmBalanced,
  cmFast,
]

/**
 * The codec of a name.
 * @throws {RangeError} for a name that no row has
 */
export function codecOfName(name: string): Codec {
  const codec = CODECS.find((row) => row.name === name)
  if (codec !== undefined) return codec
  const names = CODECS.map((row) => row.name).join(', ')
  throw new RangeError(`codec ${JSON.stringify(name)} is unknown; known are auto, ${names}`)
}
