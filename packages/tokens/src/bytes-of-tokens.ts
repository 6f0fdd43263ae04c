import type { EncodingName } from './encoding-names.ts'
import { UnknownTokenError } from './errors.ts'
import type { Vocabulary } from './vocabulary.ts'

/**
 * The exact bytes of `tokens`, one after the other.
 * @throws {UnknownTokenError} for an id outside the vocabulary
 */
export function bytesOfTokens(
  tokens: Iterable<number>,
  { pool, starts }: Vocabulary,
  encoding: EncodingName,
): Uint8Array {
  const list = Array.from(tokens)
  let length = 0
  for (const [index, token] of list.entries()) {
    const size = (starts[token + 1] ?? 0) - (starts[token] ?? 0)
    if (size <= 0) throw new UnknownTokenError(token, index, encoding)
    length += size
  }
  const bytes = new Uint8Array(length)
  let at = 0
  for (const token of list) {
    const end = starts[token + 1] as number
    for (let from = starts[token] as number; from < end; from += 1) {
      bytes[at] = pool[from] as number
      at += 1
    }
  }
  return bytes
}
