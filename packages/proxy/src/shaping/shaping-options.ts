/** What may be asked of the model's answer. Everything is off by default: each of these changes what the model is told. */
export interface ShapingOptions {
  /** Adds one fixed sentence to the system prompt of every request: answer briefly. @default false */
  readonly concise?: boolean
  /** Offers `@`-aliases for long phrases of a conversation's opening, and restores them in the answer. @default false */
  readonly outputAliases?: boolean
  /**
   * Sets a limit on output tokens where the client set none: so many per input token, within bounds. Never for models
   * that think before they answer, whose thoughts count. @default none
   */
  readonly maxTokens?: OutputLimit
}

/** A limit on output tokens that grows with the request. */
export interface OutputLimit {
  readonly perInputToken: number
  readonly floor: number
  readonly ceiling: number
}

/** Options with nothing left open; plain data. */
export interface ResolvedShaping {
  readonly concise: boolean
  readonly outputAliases: boolean
  readonly maxTokens: OutputLimit | undefined
}

/**
 * Fills in the defaults; `undefined` where nothing is asked for.
 * @throws {RangeError} for a limit whose bounds cannot be
 */
export function resolveShaping(options: ShapingOptions = {}): ResolvedShaping | undefined {
  const { concise = false, outputAliases = false, maxTokens } = options
  if (maxTokens !== undefined) checkLimit(maxTokens)
  if (!concise && !outputAliases && maxTokens === undefined) return undefined
  return { concise, outputAliases, maxTokens }
}

function checkLimit({ perInputToken, floor, ceiling }: OutputLimit): void {
  const isWhole = Number.isSafeInteger(floor) && Number.isSafeInteger(ceiling)
  if (isWhole && floor >= 1 && ceiling >= floor && perInputToken >= 0) return
  throw new RangeError(
    `shaping.maxTokens must hold whole numbers 1 <= floor <= ceiling and perInputToken >= 0: ${JSON.stringify({ perInputToken, floor, ceiling })}`,
  )
}
