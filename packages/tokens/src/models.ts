import type { EncodingName } from './encoding-names.ts'

/** Which encoding counts for a model, and whether it is the model's own. */
export interface ModelEncoding {
  readonly encoding: EncodingName
  /** True where the model's tokenizer is not public and `encoding` stands in for it. */
  readonly approximate: boolean
}

const EXACT: ReadonlyArray<readonly [RegExp, EncodingName]> = [
  [/^(gpt-(4o|4\.1|4\.5|5)|chatgpt-4o|o[134](-|$)|gpt-oss)/, 'o200k_base'],
  [/^(gpt-4|gpt-3\.5|gpt-35|text-embedding-)/, 'cl100k_base'],
]

/**
 * The encoding of a model id (`openai/gpt-5`, `gpt-4o-2024-08-06`, `claude-sonnet-4-5`).
 * A model whose tokenizer is not public is counted with `o200k_base` and marked `approximate`.
 */
export function resolveModel(model: string): ModelEncoding {
  const name = model.slice(model.lastIndexOf('/') + 1).toLowerCase()
  const known = EXACT.find(([pattern]) => pattern.test(name))
  return { encoding: known?.[1] ?? 'o200k_base', approximate: known === undefined }
}
