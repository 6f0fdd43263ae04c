import { existsSync, readFileSync } from 'node:fs'
import { type ConversationOptions, readConversationConfig } from '@x/dictionary/conversation'
import type { ProxyOptions, ShapingOptions } from '@x/proxy'
import { type ParseError, parse, printParseErrorCode } from 'jsonc-parser'
import { z } from 'zod'
import { EnvironmentError } from './environment.ts'

/** What `pith.config.jsonc` sets. */
export interface ConfigFile {
  /** Absent where the file says nothing of conversations. */
  readonly conversation?: ConversationOptions
  /** What is asked of the model's answers. */
  readonly shaping?: ShapingOptions
  /** What may be dropped, in any mode. */
  readonly loss?: NonNullable<ProxyOptions['loss']>
}

const ratio = z.number().min(-1).max(1)

/** The names are KrunchWrapper's, so that its files can be carried over. */
const CONVERSATION = {
  enabled: z.boolean(),
  mode: z.enum(['stateful', 'stateless']),
  max_conversations: z.int().min(1),
  cleanup_interval: z.number().min(0),
  min_net_efficiency: ratio,
  efficiency_trend_window: z.int().min(2),
  long_conversation_threshold: z.int().min(0),
  long_conversation_min_efficiency: ratio,
  force_compression: z.boolean(),
}

/** `max_output_tokens` sets a limit where the client set none. */
const SHAPING = {
  concise: z.boolean().default(false),
  output_aliases: z.boolean().default(false),
  max_output_tokens: z
    .strictObject({
      per_input_token: z.number().min(0),
      floor: z.int().min(1),
      ceiling: z.int().min(1),
    })
    .refine(({ floor, ceiling }) => floor <= ceiling, 'floor must not be above ceiling')
    .optional(),
}

/** Naming any of them opts in to loss, also in modes `hybrid` and `strict`. */
const LOSS = {
  rate: z.number().gt(0).max(1).default(0.5),
  strategy: z.enum(['auto', 'structured', 'natural']).default('auto'),
  roles: z
    .array(z.enum(['tool', 'user']))
    .min(1)
    .default(['tool']),
  min_tokens: z.int().min(0).default(128),
}

const SCHEMA = z.strictObject({
  $schema: z.string().optional(),
  conversation_compression: z.strictObject(CONVERSATION).partial().optional(),
  min_characters: z.int().min(0).optional(),
  output_shaping: z.strictObject(SHAPING).optional(),
  loss: z.strictObject(LOSS).optional(),
})

const DEFAULT_NAME = 'pith.config.jsonc'

/** Reads the file that `PITH_CONFIG` names, else `pith.config.jsonc` in the working folder, where there is one. */
export function findConfig(named: string | undefined): ConfigFile {
  if (named !== undefined) return readConfigFile(named)
  return existsSync(DEFAULT_NAME) ? readConfigFile(DEFAULT_NAME) : {}
}

/**
 * Reads a configuration file: JSON with comments and trailing commas.
 * @throws {EnvironmentError} naming the file, the line of what cannot be read, and every option that cannot be
 */
export function readConfigFile(path: string): ConfigFile {
  const value = parseFile(path)
  const checked = SCHEMA.safeParse(value)
  if (!checked.success) {
    throw new EnvironmentError(checked.error.issues.map((issue) => `${path}: ${explain(issue)}`))
  }
  return { ...conversationOf(checked.data), ...shapingOf(checked.data), ...lossOf(checked.data) }
}

type Checked = z.output<typeof SCHEMA>

function conversationOf({
  conversation_compression: block,
  min_characters,
}: Checked): Pick<ConfigFile, 'conversation'> {
  if (block === undefined && min_characters === undefined) return {}
  const minimum = min_characters === undefined ? {} : { min_characters }
  return { conversation: readConversationConfig({ ...block, ...minimum }) }
}

function shapingOf({ output_shaping: block }: Checked): Pick<ConfigFile, 'shaping'> {
  if (block === undefined) return {}
  const { concise, output_aliases: outputAliases, max_output_tokens: limit } = block
  const maxTokens = limit && {
    perInputToken: limit.per_input_token,
    floor: limit.floor,
    ceiling: limit.ceiling,
  }
  return { shaping: { concise, outputAliases, ...(maxTokens && { maxTokens }) } }
}

function lossOf({ loss: block }: Checked): Pick<ConfigFile, 'loss'> {
  if (block === undefined) return {}
  const { min_tokens: minTokens, ...loss } = block
  return { loss: { ...loss, minTokens } }
}

function parseFile(path: string): unknown {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new EnvironmentError([`${path}: cannot be read (${code}); PITH_CONFIG names the file`])
  }
  const errors: ParseError[] = []
  const value: unknown = parse(text, errors, { allowTrailingComma: true })
  const [first] = errors
  if (first === undefined) return value
  const line = text.slice(0, first.offset).split('\n').length
  throw new EnvironmentError([`${path}: line ${line}: ${printParseErrorCode(first.error)}`])
}

const KNOWN: Readonly<Record<string, object>> = {
  conversation_compression: CONVERSATION,
  output_shaping: SHAPING,
  loss: LOSS,
  'output_shaping.max_output_tokens': { per_input_token: 0, floor: 0, ceiling: 0 },
}

function explain(issue: z.core.$ZodIssue): string {
  const place = issue.path.join('.')
  if (issue.code === 'unrecognized_keys') {
    const names = issue.keys.map((key) => [...issue.path, key].join('.'))
    const known = Object.keys(KNOWN[place] ?? SCHEMA.shape)
    return `${names.join(', ')}: no option of Pith; known are ${known.join(', ')}`
  }
  return `${place || 'the file'}: ${issue.message}`
}
