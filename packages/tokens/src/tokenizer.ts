import type { EncodingName } from './encoding-names.ts'

/** One loaded vocabulary. Every method treats the text of special tokens (`<|endoftext|>`) as ordinary text. */
export interface Tokenizer {
  /** Which encoding this is. */
  readonly encoding: EncodingName
  /**
   * Token ids of `text`.
   * @throws {IllFormedTextError} for a lone surrogate
   */
  encode(text: string): number[]
  /** Number of tokens of `text`; a lone surrogate counts as U+FFFD, as every public tokenizer counts it. */
  countTokens(text: string): number
  /**
   * Text of `tokens`, a byte order mark kept; bytes that are no UTF-8 become U+FFFD.
   * @throws {UnknownTokenError} for an id outside the vocabulary
   */
  decode(tokens: Iterable<number>): string
  /**
   * The exact bytes of `tokens`.
   * @throws {UnknownTokenError} for an id outside the vocabulary
   */
  decodeBytes(tokens: Iterable<number>): Uint8Array
}
