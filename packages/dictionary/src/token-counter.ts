/** Whatever counts exact tokens of the target model; a `Tokenizer` of `@x/tokens` is one. */
export interface TokenCounter {
  /** Number of tokens of `text`. */
  countTokens(text: string): number
}
