import { ENCODING_NAMES, loadTokenizer, resolveModel } from '@x/tokens'

/** What the package does with one text, the same wherever it runs. */
export interface Outcome {
  readonly encoding: string
  readonly tokens: readonly number[]
  readonly count: number
  readonly text: string
}

/** Every encoding on one text. */
export async function countAll(text: string): Promise<Outcome[]> {
  const tokenizers = await Promise.all(
    [resolveModel('gpt-5').encoding, ...ENCODING_NAMES].map(loadTokenizer),
  )
  return tokenizers.map((tokenizer) => ({
    encoding: tokenizer.encoding,
    tokens: tokenizer.encode(text),
    count: tokenizer.countTokens(text),
    text: tokenizer.decode(tokenizer.encode(text)),
  }))
}
