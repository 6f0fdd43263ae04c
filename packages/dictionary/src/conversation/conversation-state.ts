import { type AliasState, EMPTY_ALIAS_STATE } from '../inline/alias-state.ts'

/** Sums over the turns of a conversation. */
export interface ConversationTotals {
  readonly messages: number
  readonly originalChars: number
  readonly compressedChars: number
  readonly originalTokens: number
  /** Without what definitions and instructions take. */
  readonly compressedTokens: number
  /** What definitions and instructions take. */
  readonly overheadTokens: number
  /** Sum of the turns' compression ratios, for their mean. */
  readonly compressionRatios: number
  readonly turnsWithSymbols: number
  readonly kvCacheOptimizations: number
  readonly processingMs: number
}

/** A conversation so far: plain data that is never changed. */
export interface ConversationState {
  readonly turnNumber: number
  readonly aliases: AliasState
  /** Every alias that this conversation ever defined, also those that were given up. */
  readonly symbolsAdded: number
  /** Uses of each alias, in the order of definition. */
  readonly uses: Readonly<Record<string, number>>
  /** Net efficiency of the last turns, oldest first; no more than the window. */
  readonly recentEfficiencies: readonly number[]
  readonly latestCompressionRatio: number
  /** Set when efficiency no longer sufficed; later turns pass verbatim. */
  readonly isStopped: boolean
  readonly totals: ConversationTotals
}

/** The state before the first turn. */
export const INITIAL_CONVERSATION: ConversationState = {
  turnNumber: 0,
  aliases: EMPTY_ALIAS_STATE,
  symbolsAdded: 0,
  uses: {},
  recentEfficiencies: [],
  latestCompressionRatio: 0,
  isStopped: false,
  totals: {
    messages: 0,
    originalChars: 0,
    compressedChars: 0,
    originalTokens: 0,
    compressedTokens: 0,
    overheadTokens: 0,
    compressionRatios: 0,
    turnsWithSymbols: 0,
    kvCacheOptimizations: 0,
    processingMs: 0,
  },
}
