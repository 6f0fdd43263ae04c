import { existsSync, readFileSync } from 'node:fs'
import { type ConversationOptions, readConversationConfig } from '@x/dictionary/conversation'
import { type ParseError, parse, printParseErrorCode } from 'jsonc-parser'
import { z } from 'zod'
import { EnvironmentError } from './environment.ts'

/** What `pith.config.jsonc` sets. */
export interface ConfigFile {
  /** Absent where the file says nothing of conversations. */
  readonly conversation?: ConversationOptions
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

const SCHEMA = z.strictObject({
  $schema: z.string().optional(),
  conversation_compression: z.strictObject(CONVERSATION).partial().optional(),
  min_characters: z.int().min(0).optional(),
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
  const { conversation_compression: conversation, min_characters: minCharacters } = checked.data
  if (conversation === undefined && minCharacters === undefined) return {}
  return {
    conversation: readConversationConfig({
      ...conversation,
      ...(minCharacters !== undefined && { min_characters: minCharacters }),
    }),
  }
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

function explain(issue: z.core.$ZodIssue): string {
  const place = issue.path.join('.')
  if (issue.code === 'unrecognized_keys') {
    const names = issue.keys.map((key) => [...issue.path, key].join('.'))
    const known = place === '' ? Object.keys(SCHEMA.shape) : Object.keys(CONVERSATION)
    return `${names.join(', ')}: no option of Pith; known are ${known.join(', ')}`
  }
  return `${place || 'the file'}: ${issue.message}`
}
