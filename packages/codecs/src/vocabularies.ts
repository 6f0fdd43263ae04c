import type { EncodingName } from '@x/tokens'

/** First four bytes of the SHA-256 over id (4 bytes), byte length (2 bytes) and bytes of all tokens by id, little-endian. */
export const VOCABULARY_IDS: Readonly<Record<EncodingName, number>> = {
  o200k_base: 0xfcdcd493,
  cl100k_base: 0x9f3b479e,
  p50k_base: 0x28ae17e8,
  r50k_base: 0x3688d51d,
  gpt2: 0x3688d51d,
}

/** Numbers of the encodings in a container; a number is never reused. */
const NUMBERS: readonly EncodingName[] = [
  'o200k_base',
  'cl100k_base',
  'p50k_base',
  'r50k_base',
  'gpt2',
]

/** The number by which a container names an encoding. */
export function numberOfEncoding(encoding: EncodingName): number {
  return NUMBERS.indexOf(encoding)
}

/** The encoding behind a number; undefined for a number of a later version. */
export function encodingOfNumber(number: number): EncodingName | undefined {
  return NUMBERS[number]
}
