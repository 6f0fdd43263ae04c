import type { ReferenceResolver, ReferenceSource } from './references.ts'

/** Whatever counts exact tokens of the target model; a `Tokenizer` of `@x/tokens` is one. */
export interface TokenCounter {
  countTokens(text: string): number
}

/**
 * `plain` is readable on sight; `dense` adds forms that need the conversation before them to be followed closely;
 * `minified` takes nothing but white space off JSON, for who must not send less.
 */
export type NotationLevel = 'plain' | 'dense' | 'minified'

/** What a driver gets to write with; every field is resolved. */
export interface NotationRenderOptions {
  readonly counter: TokenCounter
  readonly level: NotationLevel
  readonly references: ReferenceSource | undefined
  /** Exact tokens of the text. */
  readonly tokensBefore: number
  /** Work units (about one per code unit looked at) after which a driver gives up and answers `undefined`. */
  readonly workLimit: number
}

/** What a driver gets to read with. */
export interface NotationParseOptions {
  readonly references: ReferenceResolver | undefined
}

/**
 * One way to write a kind of text. `render` answers a text that begins with `~`, or `undefined` when the kind does not
 * apply; it need not check sizes, the caller counts, decodes and compares. `parse` is its exact inverse and throws
 * `NotationError` for what `render` never writes. Both are pure, linear in time, and never recurse with the input.
 */
export interface Notation {
  /** The word after `~` in a rendered text (lower case letters and `-`); `json` alone writes none. */
  readonly name: string
  /** A cheap guess from the first few thousand characters; `false` is final. */
  probe(text: string): boolean
  render(text: string, options: NotationRenderOptions): string | undefined
  parse(text: string, options: NotationParseOptions): string
}
