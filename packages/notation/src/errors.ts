/** A text that claims to be in a notation and is not: says what was found, and where. */
export class NotationError extends Error {
  /** Code units from the start of the rendered text. */
  readonly offset: number

  constructor(message: string, offset: number, options?: ErrorOptions) {
    super(`${message} (at offset ${offset}); pass the text through unchanged`, options)
    this.name = 'NotationError'
    this.offset = offset
  }
}
