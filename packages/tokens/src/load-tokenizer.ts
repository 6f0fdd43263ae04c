import { createBpe } from './bpe.ts'
import type { EncodingName } from './encoding-names.ts'
import { loadRanks } from './ranks.ts'
import type { Tokenizer } from './tokenizer.ts'

const loading = new Map<EncodingName, Promise<Tokenizer>>()

/**
 * Loads the vocabulary of one encoding, once per process; later calls share it.
 * @throws {RangeError} (as a rejection) for a name outside `ENCODING_NAMES`
 * @example
 * const tokenizer = await loadTokenizer('o200k_base')
 * tokenizer.countTokens('hello world') // 2
 */
export function loadTokenizer(encoding: EncodingName): Promise<Tokenizer> {
  let tokenizer = loading.get(encoding)
  if (tokenizer === undefined) {
    tokenizer = load(encoding)
    loading.set(encoding, tokenizer)
  }
  return tokenizer
}

async function load(encoding: EncodingName): Promise<Tokenizer> {
  try {
    return createBpe(encoding, await loadRanks(encoding))
  } catch (error) {
    // A chunk that could not be fetched may be there the next time.
    loading.delete(encoding)
    throw error
  }
}
