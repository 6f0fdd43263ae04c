/** A range of a text in UTF-16 code units: `start` is inside, `end` is not. */
export interface Span {
  readonly start: number
  readonly end: number
}
