import type { Definition } from '../inline/alias-state.ts'
import { substituteWithLegend } from '../legend/substitute-with-legend.ts'
import { expand } from '../stream/restorer.ts'
import type { StyleName } from '../styles/alias-styles.ts'
import type { TokenCounter } from '../token-counter.ts'

/** When and how the output of a command is compressed (NeoFlow's settings, with exact tokens). */
export interface CommandOutputOptions {
  readonly counter: TokenCounter
  /** `AGENT_COMPRESSION_ENABLED`. @default true */
  readonly enabled?: boolean
  /** `AGENT_COMPRESSION_MIN_TOKENS`: fewest exact tokens. @default 1000 */
  readonly minTokens?: number
  /** `AGENT_COMPRESSION_MIN_CHARS`: fewest characters. @default 5000 */
  readonly minChars?: number
  /** Largest share of tokens, legend included, that may remain. @default 0.95 */
  readonly maxRatio?: number
  /** Role of the message, where there is one: other roles than `run_command` pass. @default 'run_command' */
  readonly role?: string
  /** How aliases look; NeoFlow's own is `dstroke`. @default 'auto' */
  readonly style?: StyleName | 'auto'
}

/** Why an output was left as it is. */
export type CommandOutputRefusal =
  | 'disabled'
  | 'other role'
  | 'too few characters'
  | 'too few tokens'
  | 'no win'

/** The output as it is kept, with what brings the original back. */
export interface CompressedCommandOutput {
  readonly text: string
  /** For the message's metadata; empty where the text is untouched. */
  readonly dictionary: Readonly<Record<string, string>>
  /** What to show before the text where a model reads it compressed; its tokens are in `tokensAfter`. */
  readonly legend: string
  readonly refusal?: CommandOutputRefusal
  readonly tokensBefore: number
  readonly tokensAfter: number
  readonly charactersBefore: number
  readonly charactersAfter: number
}

const DEFAULTS = {
  enabled: true,
  minTokens: 1000,
  minChars: 5000,
  maxRatio: 0.95,
  role: 'run_command',
  style: 'auto',
} as const

/** Environment variables of NeoFlow's agent, and the option that each one sets; whoever may read the environment maps them. */
export const COMMAND_OUTPUT_ENVIRONMENT = {
  AGENT_COMPRESSION_ENABLED: 'enabled',
  AGENT_COMPRESSION_MIN_TOKENS: 'minTokens',
  AGENT_COMPRESSION_MIN_CHARS: 'minChars',
} as const

/**
 * Rewrites a long command output with a dictionary, if that saves tokens with the dictionary counted; else the text
 * comes back untouched and `refusal` says why.
 */
export function compressCommandOutput(
  text: string,
  options: CommandOutputOptions,
): CompressedCommandOutput {
  const rules = { ...DEFAULTS, ...options }
  if (!rules.enabled) return untouched(text, 'disabled', rules.counter)
  if (rules.role !== 'run_command') return untouched(text, 'other role', rules.counter)
  if (text.length < rules.minChars) return untouched(text, 'too few characters', rules.counter)
  const tokensBefore = rules.counter.countTokens(text)
  if (tokensBefore < rules.minTokens) return untouched(text, 'too few tokens', rules.counter)
  const { counter, style } = rules
  const result = substituteWithLegend(text, { counter, style, minTokens: 3 })
  if (result === undefined || result.tokensAfter > tokensBefore * rules.maxRatio) {
    return untouched(text, 'no win', counter)
  }
  return {
    text: result.text,
    dictionary: Object.fromEntries(result.definitions.map(({ alias, phrase }) => [alias, phrase])),
    legend: result.legend,
    tokensBefore,
    tokensAfter: result.tokensAfter,
    charactersBefore: text.length,
    charactersAfter: result.text.length + result.legend.length,
  }
}

/** The original output: one pass with the dictionary of the metadata. */
export function expandCommandOutput(
  text: string,
  dictionary: Readonly<Record<string, string>>,
): string {
  const definitions = Object.entries(dictionary).map(
    ([alias, phrase]): Definition => ({ alias, phrase }),
  )
  return expand(text, definitions)
}

function untouched(
  text: string,
  refusal: CommandOutputRefusal,
  counter: TokenCounter,
): CompressedCommandOutput {
  const tokens = counter.countTokens(text)
  return {
    text,
    dictionary: {},
    legend: '',
    refusal,
    tokensBefore: tokens,
    tokensAfter: tokens,
    charactersBefore: text.length,
    charactersAfter: text.length,
  }
}
