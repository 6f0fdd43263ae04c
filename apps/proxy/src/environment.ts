/** Everything that the server reads from its environment, checked. */
export interface Environment {
  readonly port: number
  readonly host: string
  /** Base URLs of the operator's choice; a provider without one has the vendor's own. */
  readonly upstreams: Readonly<Record<'openai' | 'anthropic' | 'gemini', string | undefined>>
  readonly keys: Readonly<Record<'openai' | 'anthropic', string | undefined>>
  readonly clientToken: string | undefined
  readonly adminToken: string | undefined
  readonly mode: 'hybrid' | 'strict' | 'aggressive'
  readonly thresholdTokens: number
  /** Times that a request is sent again while no answer has begun. */
  readonly retries: number
  readonly dataFolder: string | undefined
  readonly redisUrl: string | undefined
  /** Keys the hashes under which state is kept; nodes that share a store must share it. */
  readonly secret: string | undefined
  readonly configFile: string | undefined
  readonly logLevel: LogLevel
  /** Variables named like ours that mean nothing: mostly misspelt. */
  readonly unknownNames: readonly string[]
}

/** How much is logged: `debug` has a line for every request with its decision and the reason, never content. */
export type LogLevel = (typeof LOG_LEVELS)[number]

/** A variable that cannot be; `message` has one line for each. */
export class EnvironmentError extends Error {
  constructor(problems: readonly string[]) {
    super(problems.join('\n'))
    this.name = 'EnvironmentError'
  }
}

type Variables = Readonly<Record<string, string | undefined>>

const LOG_LEVELS = ['silent', 'error', 'warn', 'info', 'debug'] as const
const MODES = ['hybrid', 'strict', 'aggressive'] as const

const NAMES = new Set([
  'PITH_PORT',
  'PITH_HOST',
  'PITH_UPSTREAM_OPENAI',
  'PITH_UPSTREAM_ANTHROPIC',
  'PITH_UPSTREAM_GEMINI',
  'PITH_KEY_OPENAI',
  'PITH_KEY_ANTHROPIC',
  'PITH_CLIENT_TOKEN',
  'PITH_ADMIN_TOKEN',
  'PITH_MODE',
  'PITH_THRESHOLD_TOKENS',
  'PITH_RETRIES',
  'PITH_DATA_DIR',
  'PITH_REDIS_URL',
  'PITH_SECRET',
  'PITH_CONFIG',
  'PITH_LOG',
])

/** Variables of the repository's own tests: they mean nothing to the server, and are no mistake. */
const TEST_NAMES = new Set(['PITH_DATA', 'PITH_SOAK', 'PITH_SOAK_MINUTES'])

/**
 * Reads the variables that begin with `PITH_`. An empty variable counts as absent.
 * @throws {EnvironmentError} naming every variable that cannot be, and what it may be
 */
export function readEnvironment(variables: Variables): Environment {
  const problems: string[] = []
  const reader = createReader(variables, problems)
  const environment: Environment = {
    port: reader.wholeNumber('PITH_PORT', 8787, 65_535),
    host: reader.text('PITH_HOST') ?? '127.0.0.1',
    upstreams: {
      openai: reader.url('PITH_UPSTREAM_OPENAI', ['http:', 'https:']),
      anthropic: reader.url('PITH_UPSTREAM_ANTHROPIC', ['http:', 'https:']),
      gemini: reader.url('PITH_UPSTREAM_GEMINI', ['http:', 'https:']),
    },
    keys: {
      openai: reader.secret('PITH_KEY_OPENAI'),
      anthropic: reader.secret('PITH_KEY_ANTHROPIC'),
    },
    clientToken: reader.secret('PITH_CLIENT_TOKEN'),
    adminToken: reader.secret('PITH_ADMIN_TOKEN'),
    mode: reader.choice('PITH_MODE', MODES, 'hybrid'),
    thresholdTokens: reader.wholeNumber('PITH_THRESHOLD_TOKENS', 4500, 100_000_000),
    retries: reader.wholeNumber('PITH_RETRIES', 0, 10),
    dataFolder: reader.text('PITH_DATA_DIR'),
    redisUrl: reader.url('PITH_REDIS_URL', ['redis:', 'rediss:']),
    secret: reader.secret('PITH_SECRET'),
    configFile: reader.text('PITH_CONFIG'),
    logLevel: reader.choice('PITH_LOG', LOG_LEVELS, 'info'),
    unknownNames: Object.keys(variables).filter(
      (name) => name.startsWith('PITH_') && !NAMES.has(name) && !TEST_NAMES.has(name),
    ),
  }
  if (problems.length > 0) throw new EnvironmentError(problems)
  return environment
}

interface Reader {
  text(name: string): string | undefined
  secret(name: string): string | undefined
  url(name: string, protocols: readonly string[]): string | undefined
  wholeNumber(name: string, fallback: number, max: number): number
  choice<Word extends string>(name: string, words: readonly Word[], fallback: Word): Word
}

function createReader(variables: Variables, problems: string[]): Reader {
  const text = (name: string): string | undefined => variables[name] || undefined
  return {
    text,
    secret(name) {
      const value = text(name)
      // A secret goes into a header: a line feed left over from a file would break every request.
      if (value !== undefined && !/^[\x21-\x7e]+$/.test(value)) {
        problems.push(`${name}: holds white space or a character that cannot stand in a header`)
      }
      return value
    },
    url(name, protocols) {
      const value = text(name)
      if (value === undefined) return undefined
      const protocol = URL.canParse(value) ? new URL(value).protocol : ''
      if (protocols.includes(protocol)) return value
      problems.push(`${name}: no URL that begins with ${protocols.join('// or ')}//`)
      return undefined
    },
    wholeNumber(name, fallback, max) {
      const value = text(name)
      if (value === undefined) return fallback
      const number = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN
      if (number <= max) return number
      problems.push(
        `${name}: must be a whole number from 0 to ${max}, not ${JSON.stringify(value)}`,
      )
      return fallback
    },
    choice(name, words, fallback) {
      const value = text(name)
      if (value === undefined) return fallback
      const word = words.find((candidate) => candidate === value)
      if (word !== undefined) return word
      problems.push(`${name}: must be one of ${words.join(', ')}, not ${JSON.stringify(value)}`)
      return fallback
    },
  }
}
