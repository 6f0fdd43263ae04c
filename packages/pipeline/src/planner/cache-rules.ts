/** How a provider caches and prices the beginning of a prompt; multipliers are of its price of an uncached input token. */
export interface CacheRules {
  readonly id: string
  /** Models these rules are for, in words. */
  readonly models: string
  /** Price of a token that is written to the cache. */
  readonly write: number
  /** Price of a token that is read from the cache. */
  readonly read: number
  /** A shorter prefix is not cached at all. */
  readonly minimumTokens: number
  /** Hits are counted in steps of this many tokens. */
  readonly stepTokens: number
  /** Seconds that an entry lives after its last use; the shortest that the provider states. */
  readonly lifetimeSeconds: number
  /** Marks that a request may set; 0 where the provider caches by itself. */
  readonly breakpoints: number
  /** When the source was read. */
  readonly asOf: string
  readonly source: string
}

const ANTHROPIC = {
  read: 0.1,
  stepTokens: 1,
  breakpoints: 4,
  asOf: '2026-11-20',
  source: 'https://platform.claude.com/docs/en/build-with-claude/prompt-caching',
}
const OPENAI = {
  minimumTokens: 1024,
  asOf: '2026-11-20',
  source: 'https://platform.openai.com/docs/guides/prompt-caching',
}
const GEMINI = {
  write: 1,
  stepTokens: 1,
  lifetimeSeconds: 0,
  breakpoints: 0,
  asOf: '2026-10-13',
  source: 'https://ai.google.dev/gemini-api/docs/caching',
}

/** The rules as the providers publish them. Prices change: each row carries its date and source. */
export const CACHE_RULES: readonly CacheRules[] = [
  {
    id: 'anthropic-5m',
    models: 'Claude, minimum of 1,024 tokens (Sonnet 4.5, Opus 4.8)',
    write: 1.25,
    minimumTokens: 1024,
    lifetimeSeconds: 300,
    ...ANTHROPIC,
  },
  {
    id: 'anthropic-5m-4096',
    models: 'Claude, minimum of 4,096 tokens (Opus 4.5 to 4.7, Haiku 4.5)',
    write: 1.25,
    minimumTokens: 4096,
    lifetimeSeconds: 300,
    ...ANTHROPIC,
  },
  {
    id: 'anthropic-1h',
    models: 'Claude with a lifetime of one hour, minimum of 1,024 tokens',
    write: 2,
    minimumTokens: 1024,
    lifetimeSeconds: 3600,
    ...ANTHROPIC,
  },
  {
    id: 'openai-gpt-5.6',
    models: 'GPT-5.6 and later',
    write: 1.25,
    read: 0.1,
    stepTokens: 1,
    lifetimeSeconds: 1800,
    breakpoints: 4,
    ...OPENAI,
  },
  {
    id: 'openai-gpt-5',
    models: 'GPT-5 to 5.5',
    write: 1,
    read: 0.1,
    stepTokens: 128,
    lifetimeSeconds: 300,
    breakpoints: 0,
    ...OPENAI,
  },
  {
    id: 'openai-gpt-4.1',
    models: 'GPT-4.1',
    write: 1,
    read: 0.25,
    stepTokens: 128,
    lifetimeSeconds: 300,
    breakpoints: 0,
    ...OPENAI,
  },
  {
    id: 'openai-gpt-4o',
    models: 'GPT-4o',
    write: 1,
    read: 0.5,
    stepTokens: 128,
    lifetimeSeconds: 300,
    breakpoints: 0,
    ...OPENAI,
  },
  { id: 'gemini-2.5', models: 'Gemini 2.5, implicit', read: 0.1, minimumTokens: 2048, ...GEMINI },
  {
    id: 'gemini-3',
    models: 'Gemini 3 and later, implicit',
    read: 0.1,
    minimumTokens: 4096,
    ...GEMINI,
  },
  {
    id: 'deepseek',
    models: 'DeepSeek V4.1 Flash',
    write: 1,
    read: 0.02,
    minimumTokens: 64,
    stepTokens: 64,
    lifetimeSeconds: 3600,
    breakpoints: 0,
    asOf: '2026-10-27',
    source: 'https://api-docs.deepseek.com/quick_start/pricing',
  },
  {
    id: 'none',
    models: 'a provider without a prompt cache',
    write: 1,
    read: 1,
    minimumTokens: 0,
    stepTokens: 1,
    lifetimeSeconds: 0,
    breakpoints: 0,
    asOf: '2026-11-20',
    source: 'no cache: every token costs the same',
  },
]

/**
 * The rules of a provider.
 * @throws {RangeError} for an id that is not in `CACHE_RULES`
 */
export function resolveCacheRules(id: string): CacheRules {
  const rules = CACHE_RULES.find((row) => row.id === id)
  if (rules !== undefined) return rules
  throw new RangeError(
    `provider "${id}" is unknown; use ${CACHE_RULES.map((row) => row.id).join(', ')}`,
  )
}

const BY_MODEL: ReadonlyArray<readonly [RegExp, string]> = [
  [/claude-(opus-4-[567]|haiku-4-5)/, 'anthropic-5m-4096'],
  [/claude/, 'anthropic-5m'],
  [/gpt-5\.([6-9]|\d\d)|gpt-[6-9]/, 'openai-gpt-5.6'],
  [/gpt-4\.1/, 'openai-gpt-4.1'],
  [/gpt-4o|chatgpt-4o|(^|\/)o[134](-|$)/, 'openai-gpt-4o'],
  [/gpt-5/, 'openai-gpt-5'],
  [/gemini-2/, 'gemini-2.5'],
  [/gemini/, 'gemini-3'],
  [/deepseek/, 'deepseek'],
]

/** The rules that hold for a model id; those of `none` for a model that is not known to be cached. */
export function cacheRulesOf(model: string): CacheRules {
  const id = BY_MODEL.find(([pattern]) => pattern.test(model.toLowerCase()))?.[1]
  return resolveCacheRules(id ?? 'none')
}
