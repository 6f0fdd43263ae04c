import type { AliasState } from '../inline/alias-state.ts'
import type { ResolvedConversationOptions } from './conversation-options.ts'
import type { ConversationState, ConversationTotals } from './conversation-state.ts'
import { shouldContinue } from './efficiency.ts'
import type { MessageStep } from './fold-turn.ts'

/** What a turn's figures depend on beside its messages. */
export interface TurnContext {
  readonly rules: ResolvedConversationOptions
  readonly systemPromptTokens: number
  readonly elapsedMs: number
}

/** The state of a conversation after the messages of one more turn. */
export function afterTurn(
  state: ConversationState,
  steps: readonly MessageStep[],
  aliases: AliasState,
  { rules, systemPromptTokens, elapsedMs }: TurnContext,
): ConversationState {
  const turn = turnTotals(steps, systemPromptTokens, elapsedMs)
  const share = (tokens: number): number =>
    turn.originalTokens === 0 ? 0 : tokens / turn.originalTokens
  const compressionRatio = share(turn.originalTokens - turn.compressedTokens)
  const netEfficiency = compressionRatio - share(turn.overheadTokens)
  const recentEfficiencies = [...state.recentEfficiencies, netEfficiency].slice(
    -rules.efficiencyTrendWindow,
  )
  const turnNumber = state.turnNumber + 1
  return {
    turnNumber,
    aliases,
    symbolsAdded:
      state.symbolsAdded + sum(steps, ({ substitution }) => substitution?.definitions.length ?? 0),
    uses: usesAfter(state.uses, steps),
    recentEfficiencies,
    latestCompressionRatio: compressionRatio,
    isStopped: state.isStopped || !shouldContinue(turnNumber, recentEfficiencies, rules),
    totals: addTotals(state.totals, { ...turn, compressionRatios: compressionRatio }),
  }
}

function turnTotals(
  steps: readonly MessageStep[],
  systemPromptTokens: number,
  processingMs: number,
): ConversationTotals {
  return {
    messages: steps.length,
    originalChars: sum(steps, ({ text }) => text.length),
    compressedChars: sum(steps, ({ text, substitution }) => (substitution?.text ?? text).length),
    originalTokens: sum(steps, ({ tokens }) => tokens),
    compressedTokens: sum(
      steps,
      ({ substitution, tokens, overheadTokens }) =>
        (substitution?.tokensAfter ?? tokens) - overheadTokens,
    ),
    overheadTokens: systemPromptTokens + sum(steps, ({ overheadTokens }) => overheadTokens),
    compressionRatios: 0,
    turnsWithSymbols: steps.some(({ substitution }) => substitution !== undefined) ? 1 : 0,
    kvCacheOptimizations: sum(steps, ({ isShort, aliases }) =>
      isShort && aliases.definitions.length > 0 ? 1 : 0,
    ),
    processingMs,
  }
}

function addTotals(before: ConversationTotals, turn: ConversationTotals): ConversationTotals {
  const names = Object.keys(before) as Array<keyof ConversationTotals>
  return Object.fromEntries(
    names.map((name) => [name, before[name] + turn[name]]),
  ) as unknown as ConversationTotals
}

function sum(steps: readonly MessageStep[], of: (step: MessageStep) => number): number {
  return steps.reduce((total, step) => total + of(step), 0)
}

/** Uses as they stand in the rendered texts; a definition is one. */
function usesAfter(
  before: Readonly<Record<string, number>>,
  steps: readonly MessageStep[],
): Readonly<Record<string, number>> {
  const uses = { ...before }
  for (const { substitution } of steps) {
    for (const [alias, count] of Object.entries(substitution?.uses ?? {})) {
      uses[alias] = (uses[alias] ?? 0) + count
    }
  }
  return uses
}
