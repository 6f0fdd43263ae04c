/** A legend that cannot be read: says in which line, and what stands there. */
export class LegendError extends Error {
  /** Line of the legend, from 1. */
  readonly line: number

  constructor(message: string, line: number, options?: ErrorOptions) {
    super(`${message} (line ${line} of the legend); send the text without its aliases`, options)
    this.name = 'LegendError'
    this.line = line
  }
}
