import { MAX_ALIASES } from '../styles/alias-styles.ts'
import type { ResolvedConversationOptions } from './conversation-options.ts'
import type { ConversationState } from './conversation-state.ts'
import { type EfficiencyTrend, trendOf } from './efficiency.ts'

/** An alias or a phrase, and how often it was used. */
export interface SymbolUse {
  readonly symbol: string
  readonly uses: number
}

/** What KrunchWrapper reports of a conversation, in camel case. Ratios are shares of exact tokens. */
export interface ConversationMetrics {
  readonly conversationId: string
  readonly turnNumber: number
  readonly totalRules: number
  readonly cumulativeCharsSaved: number
  /** Without what definitions cost. */
  readonly cumulativeTokensSaved: number
  readonly cumulativeOriginalChars: number
  readonly cumulativeCompressedChars: number
  readonly cumulativeCompressionRatio: number
  readonly cumulativeNetEfficiency: number
  readonly cumulativeMessagesProcessed: number
  readonly symbolUsageStats: {
    readonly totalSymbolsAvailable: number
    readonly totalSymbolsAdded: number
    readonly avgSymbolsPerTurn: number
    /** Uses of a symbol beyond its definition, per symbol. */
    readonly symbolEfficiency: number
    readonly mostUsedSymbols: readonly SymbolUse[]
    readonly turnsWithSymbolUsage: number
  }
  /** What definitions and instructions cost. */
  readonly systemPromptOverheadTokens: number
  /** Tokens saved after all that was added. */
  readonly netTokensSaved: number
  readonly efficiencyTrend: EfficiencyTrend
  readonly shouldContinue: boolean
  readonly totalProcessingTime: number
  readonly avgProcessingTimePerTurn: number
  readonly kvCacheOptimizationsUsed: number
  readonly latestCompressionRatio: number
  readonly latestNetEfficiency: number
  readonly avgCompressionRatio: number
  /** The phrases behind the most used symbols. */
  readonly mostUsedTokens: readonly SymbolUse[]
}

const MOST_USED = 5

/** The metrics of a conversation after its latest turn. */
export function metricsOf(
  conversationId: string,
  state: ConversationState,
  options: ResolvedConversationOptions,
): ConversationMetrics {
  const { totals, turnNumber, aliases } = state
  const tokensSaved = totals.originalTokens - totals.compressedTokens
  const netTokensSaved = tokensSaved - totals.overheadTokens
  const perTurn = (total: number): number => (turnNumber === 0 ? 0 : total / turnNumber)
  const share = (tokens: number): number =>
    totals.originalTokens === 0 ? 0 : tokens / totals.originalTokens
  const used = mostUsed(state.uses)
  const phrases = new Map(aliases.definitions.map(({ alias, phrase }) => [alias, phrase]))
  const allUses = Object.values(state.uses).reduce((sum, uses) => sum + uses, 0)
  return {
    conversationId,
    turnNumber,
    totalRules: aliases.definitions.length,
    cumulativeCharsSaved: totals.originalChars - totals.compressedChars,
    cumulativeTokensSaved: tokensSaved,
    cumulativeOriginalChars: totals.originalChars,
    cumulativeCompressedChars: totals.compressedChars,
    cumulativeCompressionRatio: share(tokensSaved),
    cumulativeNetEfficiency: share(netTokensSaved),
    cumulativeMessagesProcessed: totals.messages,
    symbolUsageStats: {
      totalSymbolsAvailable: MAX_ALIASES - aliases.definitions.length,
      totalSymbolsAdded: state.symbolsAdded,
      avgSymbolsPerTurn: perTurn(state.symbolsAdded),
      symbolEfficiency: state.symbolsAdded === 0 ? 0 : allUses / state.symbolsAdded - 1,
      mostUsedSymbols: used,
      turnsWithSymbolUsage: totals.turnsWithSymbols,
    },
    systemPromptOverheadTokens: totals.overheadTokens,
    netTokensSaved,
    efficiencyTrend: trendOf(state.recentEfficiencies),
    shouldContinue: options.forceCompression || !state.isStopped,
    totalProcessingTime: totals.processingMs,
    avgProcessingTimePerTurn: perTurn(totals.processingMs),
    kvCacheOptimizationsUsed: totals.kvCacheOptimizations,
    latestCompressionRatio: state.latestCompressionRatio,
    latestNetEfficiency: state.recentEfficiencies[state.recentEfficiencies.length - 1] ?? 0,
    avgCompressionRatio: perTurn(totals.compressionRatios),
    mostUsedTokens: used.flatMap(({ symbol, uses }) => {
      const phrase = phrases.get(symbol)
      return phrase === undefined ? [] : [{ symbol: phrase, uses }]
    }),
  }
}

function mostUsed(uses: Readonly<Record<string, number>>): SymbolUse[] {
  return Object.entries(uses)
    .map(([symbol, count]) => ({ symbol, uses: count }))
    .sort((a, b) => b.uses - a.uses)
    .slice(0, MOST_USED)
}
