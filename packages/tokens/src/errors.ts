/** Thrown by `encode` for text with a lone surrogate: it has no UTF-8 form, so no token sequence decodes to it. */
export class IllFormedTextError extends Error {
  override readonly name = 'IllFormedTextError'
  /** UTF-16 index of the first lone surrogate. */
  readonly offset: number

  constructor(offset: number) {
    super(
      `text has a lone surrogate at UTF-16 offset ${offset}; ` +
        'replace it with String.prototype.toWellFormed() or keep the text as bytes',
    )
    this.offset = offset
  }
}

/** Thrown by `decode` and `decodeBytes` for an id that the vocabulary does not hold. */
export class UnknownTokenError extends Error {
  override readonly name = 'UnknownTokenError'
  /** The id that is not in the vocabulary. */
  readonly token: number
  /** Its index in the sequence. */
  readonly offset: number

  constructor(token: number, offset: number, encoding: string) {
    super(
      `token ${token} at index ${offset} is not in ${encoding}; was it encoded with another encoding?`,
    )
    this.token = token
    this.offset = offset
  }
}
