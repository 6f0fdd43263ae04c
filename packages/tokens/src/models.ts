import type { EncodingName } from './encoding-names.ts'

/** Which encoding counts for a model, and whether it is the model's own. */
export interface ModelEncoding {
  readonly encoding: EncodingName
  /** True where `encoding` stands in: the model's tokenizer is not public, or it is not one of those that ship here. */
  readonly approximate: boolean
  /** Only where `approximate`: what is known of how far the stand-in is off. */
  readonly deviation?: string
}

/** A family of model ids and what counts for it. */
export interface ModelFamily extends ModelEncoding {
  readonly family: string
  /** Tested against the bare id: lower case, without provider path, `ft:` and anything from a colon on. */
  readonly pattern: RegExp
}

const NOT_MEASURED = 'not measured against the model by this package'

/**
 * Model ids by family; the first pattern that matches counts. The exact rows are those of tiktoken's own table
 * (`model_to_encoding.json`, `MODEL_PREFIX_TO_ENCODING`), by prefix, so that dated ids need no row of their own.
 */
export const MODEL_FAMILIES: readonly ModelFamily[] = [
  exact('GPT-4o, 4.1, 4.5 and 5', /^(chat)?gpt-(4o|4\.1|4\.5|5)/, 'o200k_base'),
  exact('o1, o3, o4', /^o[134](-|$)/, 'o200k_base'),
  exact('gpt-oss', /^gpt-oss/, 'o200k_base'),
  exact('GPT-4', /^gpt-4(-|$)/, 'cl100k_base'),
  exact('GPT-3.5', /^gpt-(3\.5|35)/, 'cl100k_base'),
  exact('embeddings', /^text-embedding-(ada-002|3-)/, 'cl100k_base'),
  exact('base models of 2023', /^(davinci|babbage)-002$/, 'cl100k_base'),
  exact('text-davinci', /^text-davinci-(002|003|edit-001)$/, 'p50k_base'),
  exact('Codex of 2021', /^(code-(davinci|cushman)-|(davinci|cushman)-codex$)/, 'p50k_base'),
  exact(
    'GPT-3',
    /^((text-|text-similarity-)?(davinci|curie|babbage|ada)(-001)?|(text|code)-search-.+-001)$/,
    'r50k_base',
  ),
  exact('GPT-2', /^gpt-?2$/, 'gpt2'),
  standIn(
    'Claude',
    /claude/,
    'o200k_base',
    `not public since Claude 3; third parties report more tokens than o200k_base, by 15 to 30 % on English and code; ${NOT_MEASURED}`,
  ),
  standIn('Gemini', /gemini/, 'o200k_base', `not public, a vocabulary of its own; ${NOT_MEASURED}`),
  standIn(
    'Gemma',
    /gemma/,
    'o200k_base',
    `public, not shipped: SentencePiece, 256,000 entries; ${NOT_MEASURED}`,
  ),
  standIn(
    'Llama 3 and later',
    /llama-?[34]/,
    'cl100k_base',
    `public, not shipped: cl100k_base's entries and more, so rather fewer tokens; ${NOT_MEASURED}`,
  ),
  standIn(
    'Qwen',
    /qw(en|q)/,
    'cl100k_base',
    `public, not shipped: built on cl100k_base, but a token per digit and more Chinese; ${NOT_MEASURED}`,
  ),
  standIn(
    'DeepSeek',
    /deepseek/,
    'o200k_base',
    `public, not shipped: a vocabulary of its own, 128,000 entries; ${NOT_MEASURED}`,
  ),
  standIn(
    'Mistral',
    /mistral|mixtral|ministral|codestral|devstral|magistral|pixtral/,
    'o200k_base',
    `public, not shipped: a vocabulary of its own, 131,000 entries in recent models; ${NOT_MEASURED}`,
  ),
]

const UNKNOWN: ModelEncoding = {
  encoding: 'o200k_base',
  approximate: true,
  deviation: 'no row for this id, so nothing is known of its tokenizer',
}

/**
 * The encoding of a model id: `gpt-5`, `openai/gpt-4o-2024-08-06`, `azure/gpt-35-turbo`, `ft:gpt-4o-mini:acme::1`,
 * `us.anthropic.claude-sonnet-4-5-20250929-v1:0`. What is not known is counted with `o200k_base`, `approximate`.
 */
export function resolveModel(model: string): ModelEncoding {
  const id = bareId(model)
  const { encoding, approximate, deviation } =
    MODEL_FAMILIES.find(({ pattern }) => pattern.test(id)) ?? UNKNOWN
  return deviation === undefined ? { encoding, approximate } : { encoding, approximate, deviation }
}

function bareId(model: string): string {
  const lower = model.trim().toLowerCase()
  const named = lower.slice(lower.lastIndexOf('/') + 1)
  const [id = ''] = (named.startsWith('ft:') ? named.slice('ft:'.length) : named).split(':')
  return id
}

function exact(family: string, pattern: RegExp, encoding: EncodingName): ModelFamily {
  return { family, pattern, encoding, approximate: false }
}

function standIn(
  family: string,
  pattern: RegExp,
  encoding: EncodingName,
  deviation: string,
): ModelFamily {
  return { family, pattern, encoding, approximate: true, deviation }
}
