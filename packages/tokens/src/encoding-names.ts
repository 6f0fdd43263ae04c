/** Names of the byte-pair encodings that the package knows, newest first. */
export const ENCODING_NAMES = [
  'o200k_base',
  'cl100k_base',
  'p50k_base',
  'r50k_base',
  'gpt2',
] as const

/** One of {@link ENCODING_NAMES}. */
export type EncodingName = (typeof ENCODING_NAMES)[number]
