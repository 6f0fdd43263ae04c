import type { EncodingName } from './encoding-names.ts'
import { loadTokenizer } from './load-tokenizer.ts'
import { resolveModel } from './models.ts'

/** What to count with; `encoding` wins over `model`. */
export interface CountOptions {
  /** Model id, resolved by `resolveModel`. @default 'gpt-5' */
  readonly model?: string
  /** Encoding name. @default the model's */
  readonly encoding?: EncodingName
}

/** A count and what it was counted with. */
export interface TokenCount {
  readonly tokens: number
  readonly encoding: EncodingName
  /** True where the encoding stands in for a tokenizer that is not public. */
  readonly approximate: boolean
}

/**
 * Counts the tokens of a text for a model.
 * @example
 * await countTokens('hello world', { model: 'gpt-5' })
 * // { tokens: 2, encoding: 'o200k_base', approximate: false }
 */
export async function countTokens(text: string, options?: CountOptions): Promise<TokenCount> {
  const resolved = resolveModel(options?.model ?? 'gpt-5')
  const encoding = options?.encoding ?? resolved.encoding
  const approximate = options?.encoding === undefined && resolved.approximate
  const tokenizer = await loadTokenizer(encoding)
  return { tokens: tokenizer.countTokens(text), encoding, approximate }
}
