import type { Language } from './languages.ts'

/** What a stretch of text is. */
export type SpanKind =
  | 'json_api'
  | 'code'
  | 'prose'
  | 'chat'
  | 'log'
  | 'diff'
  | 'table'
  | 'markdown'
  | 'listing'
  | 'stack_trace'
  | 'a11y_tree'
  | 'tool_call'

/** What a whole text is: `mixed` where no kind has a clear majority. */
export type Kind = SpanKind | 'mixed'

/** A stretch of one kind, in UTF-16 offsets of the text. */
export interface Span {
  readonly start: number
  readonly end: number
  readonly kind: SpanKind
  readonly language?: Language
}

/** What `detect` says about a text. */
export interface Detection {
  readonly kind: Kind
  /** From 0 to 1: the share of the text that speaks for `kind`, lowered where its lines look like another kind, too. */
  readonly confidence: number
  /** The language of `code` and of `json_api`, where one is known. */
  readonly language?: Language
  /** Tile the text from 0 to its length; neighbours differ. Empty for the empty text. */
  readonly spans: readonly Span[]
}
