import { ENCODING_NAMES, type EncodingName } from './encoding-names.ts'

/** A vocabulary as js-tiktoken ships it. */
export interface Ranks {
  /** Pre-split pattern, a regular expression for the `u` flag. */
  readonly pat_str: string
  /** Lines of `! offset base64 base64 ...`: token bytes by rank. */
  readonly bpe_ranks: string
}

const LOADERS: Readonly<Record<EncodingName, () => Promise<{ default: Ranks }>>> = {
  o200k_base: () => import('js-tiktoken/ranks/o200k_base'),
  cl100k_base: () => import('js-tiktoken/ranks/cl100k_base'),
  p50k_base: () => import('js-tiktoken/ranks/p50k_base'),
  r50k_base: () => import('js-tiktoken/ranks/r50k_base'),
  gpt2: () => import('js-tiktoken/ranks/gpt2'),
}

/** Imports the rank file of one encoding; nothing is loaded before it is asked for. */
export async function loadRanks(encoding: EncodingName): Promise<Ranks> {
  if (!ENCODING_NAMES.includes(encoding)) {
    throw new RangeError(`encoding is ${String(encoding)}; use one of ${ENCODING_NAMES.join(', ')}`)
  }
  return (await LOADERS[encoding]()).default
}
