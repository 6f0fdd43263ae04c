/** Settings of a conversation, with KrunchWrapper's names in camel case; its configuration files are read by `readConversationConfig`. */
export interface ConversationOptions {
  /** `false`: everything passes. @default true */
  readonly enabled?: boolean
  /** `stateful` keeps aliases from turn to turn; `stateless` starts afresh in each. @default 'stateful' */
  readonly mode?: 'stateful' | 'stateless'
  /** Conversations kept in memory; the one used longest ago goes first. @default 1000 */
  readonly maxConversations?: number
  /** Seconds after which an unused conversation is dropped. @default 3600 */
  readonly cleanupInterval?: number
  /** Net efficiency that a turn must exceed. @default 0.05 */
  readonly minNetEfficiency?: number
  /** Turns that the trend looks at. @default 3 */
  readonly efficiencyTrendWindow?: number
  /** Turns after which the long rule applies. @default 20 */
  readonly longConversationThreshold?: number
  /** Net efficiency of the long rule, which also stops on a declining trend. @default 0.02 */
  readonly longConversationMinEfficiency?: number
  /** Goes on whatever the efficiency. @default false */
  readonly forceCompression?: boolean
  /** A message of fewer characters takes known aliases and gets no new ones. @default 20 */
  readonly kvCacheThreshold?: number
  /** Messages of fewer characters pass. @default 50 */
  readonly minCharacters?: number
}

/** Settings with nothing left open. */
export type ResolvedConversationOptions = Required<ConversationOptions>

/** The defaults that KrunchWrapper documents. */
export const CONVERSATION_DEFAULTS: ResolvedConversationOptions = {
  enabled: true,
  mode: 'stateful',
  maxConversations: 1000,
  cleanupInterval: 3600,
  minNetEfficiency: 0.05,
  efficiencyTrendWindow: 3,
  longConversationThreshold: 20,
  longConversationMinEfficiency: 0.02,
  forceCompression: false,
  kvCacheThreshold: 20,
  minCharacters: 50,
}

/**
 * Fills in the defaults.
 * @throws {TypeError} for a value of the wrong type
 * @throws {RangeError} for a number below its least value
 */
export function resolveConversationOptions(
  options: ConversationOptions = {},
): ResolvedConversationOptions {
  const given = Object.entries(options).filter(([, value]) => value !== undefined)
  const resolved = { ...CONVERSATION_DEFAULTS, ...Object.fromEntries(given) }
  for (const [name, value] of Object.entries(resolved)) {
    check(name, value, CONVERSATION_DEFAULTS[name as keyof ConversationOptions])
  }
  if (resolved.mode !== 'stateful' && resolved.mode !== 'stateless') {
    throw new RangeError(`mode is ${JSON.stringify(resolved.mode)}; use stateful or stateless`)
  }
  return resolved
}

const LEAST: Readonly<Record<string, number>> = {
  maxConversations: 1,
  efficiencyTrendWindow: 2,
  minNetEfficiency: -1,
  longConversationMinEfficiency: -1,
}

function check(name: string, value: unknown, standard: unknown): void {
  if (standard === undefined) {
    const known = Object.keys(CONVERSATION_DEFAULTS).join(', ')
    throw new TypeError(`${name} is no option of a conversation; known are ${known}`)
  }
  if (typeof value !== typeof standard) {
    throw new TypeError(`${name} is ${JSON.stringify(value)}; give a ${typeof standard}`)
  }
  const least = LEAST[name] ?? 0
  if (typeof value === 'number' && !(value >= least)) {
    throw new RangeError(`${name} is ${value}; give at least ${least}`)
  }
}

/**
 * Reads a KrunchWrapper block `conversation_compression` (`min_net_efficiency: 0.05`), and `min_characters` of its block
 * `compression`.
 * @throws {TypeError} for an unknown name or a value of the wrong type
 * @throws {RangeError} for a number below its least value
 */
export function readConversationConfig(
  config: Readonly<Record<string, unknown>>,
): ResolvedConversationOptions {
  const options = Object.entries(config).map(([name, value]) => [
    name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
    value,
  ])
  return resolveConversationOptions(Object.fromEntries(options) as ConversationOptions)
}
