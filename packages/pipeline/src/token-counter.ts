/** Whatever counts exact tokens of the target model; a `Tokenizer` of `@x/tokens` is one. */
export interface TokenCounter {
  countTokens(text: string): number
}
