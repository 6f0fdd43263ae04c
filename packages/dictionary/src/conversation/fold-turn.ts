import { type AliasState, aliasesIn, observe, withTaken } from '../inline/alias-state.ts'
import { renderDefinition } from '../inline/grammar.ts'
import { type Substitution, substitute } from '../inline/substitute.ts'
import type { TokenCounter } from '../token-counter.ts'
import { afterTurn } from './after-turn.ts'
import {
  type ConversationOptions,
  type ResolvedConversationOptions,
  resolveConversationOptions,
} from './conversation-options.ts'
import type { ConversationState } from './conversation-state.ts'

/** What a turn is rendered with. */
export interface TurnOptions extends ConversationOptions {
  readonly counter: TokenCounter
  /** Tokens of an instruction that this turn adds to the system prompt. @default 0 */
  readonly systemPromptTokens?: number
  /** A clock in milliseconds, for the processing times in the metrics; without one they are 0. */
  readonly now?: () => number
}

/** A message of a turn as it is sent. */
export interface TurnMessage {
  readonly text: string
  /** Whether aliases stand in it; else it is the message itself. */
  readonly isRendered: boolean
}

/** One step of a conversation. */
export interface TurnStep {
  readonly state: ConversationState
  readonly messages: readonly TurnMessage[]
}

/**
 * Renders the messages that one turn adds to a conversation. It depends on the state and on these messages alone, so what
 * was sent for earlier turns never changes; an alias keeps its meaning, and a phrase has one alias.
 * @throws {TypeError | RangeError} for a wrong option
 */
export function foldTurn(
  state: ConversationState,
  messages: readonly string[],
  options: TurnOptions,
): TurnStep {
  const { counter, systemPromptTokens = 0, now = () => 0, ...rest } = options
  const rules = resolveConversationOptions(rest)
  const started = now()
  const isActive = rules.enabled && !(state.isStopped && !rules.forceCompression)
  let aliases = rules.mode === 'stateful' ? state.aliases : withoutDefinitions(state.aliases)
  const steps = messages.map((text) => {
    const isShort = text.length < rules.kvCacheThreshold
    const step = foldMessage(text, aliases, { counter, rules, isActive, isShort })
    aliases = step.aliases
    return step
  })
  return {
    state: afterTurn(state, steps, aliases, {
      rules,
      systemPromptTokens,
      elapsedMs: now() - started,
    }),
    messages: steps.map(({ text, substitution }) => ({
      text: substitution?.text ?? text,
      isRendered: substitution !== undefined,
    })),
  }
}

/** Aliases of earlier turns are not used again, nor given another meaning. */
function withoutDefinitions(state: AliasState): AliasState {
  return withTaken(state, new Set(state.definitions.map(({ alias }) => alias)))
}

/** A reader of the whole transcript knows the aliases of earlier turns, so a text that spells one of them is not rendered. */
function spellsTaken(text: string, { taken }: AliasState): boolean {
  const literals = aliasesIn(text)
  return taken.some((literal) => literals.has(literal))
}

/** One message, and what became of it. */
export interface MessageStep {
  readonly text: string
  readonly substitution: Substitution | undefined
  readonly aliases: AliasState
  readonly tokens: number
  readonly overheadTokens: number
  readonly isShort: boolean
}

interface MessageRules {
  readonly counter: TokenCounter
  readonly rules: ResolvedConversationOptions
  readonly isActive: boolean
  readonly isShort: boolean
}

function foldMessage(text: string, aliases: AliasState, context: MessageRules): MessageStep {
  const { counter, rules, isActive, isShort } = context
  const tokens = counter.countTokens(text)
  const mayChange =
    isActive &&
    (isShort || text.length >= rules.minCharacters) &&
    !(rules.mode === 'stateless' && spellsTaken(text, aliases))
  const substitution = mayChange
    ? substitute(text, {
        counter,
        state: aliases,
        tokensBefore: tokens,
        ...(isShort ? { maxDefinitions: 0 } : {}),
      })
    : undefined
  const definitions = substitution?.definitions ?? []
  const overheadTokens = definitions.reduce(
    (sum, { alias, phrase }) =>
      sum + counter.countTokens(renderDefinition(alias, phrase)) - counter.countTokens(phrase),
    0,
  )
  return {
    text,
    substitution,
    aliases: substitution?.state ?? observe(aliases, text),
    tokens,
    overheadTokens,
    isShort,
  }
}
