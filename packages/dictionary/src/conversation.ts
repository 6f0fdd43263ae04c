export {
  type ConversationMetrics,
  metricsOf,
  type SymbolUse,
} from './conversation/conversation-metrics.ts'
export {
  CONVERSATION_DEFAULTS,
  type ConversationOptions,
  type ResolvedConversationOptions,
  readConversationConfig,
  resolveConversationOptions,
} from './conversation/conversation-options.ts'
export {
  type ConversationState,
  type ConversationTotals,
  INITIAL_CONVERSATION,
} from './conversation/conversation-state.ts'
export {
  type ChatMessage,
  type CompressedChat,
  type ConversationStats,
  type Conversations,
  type ConversationsOptions,
  createConversations,
} from './conversation/conversations.ts'
export { type EfficiencyTrend, shouldContinue, trendOf } from './conversation/efficiency.ts'
export {
  foldTurn,
  type TurnMessage,
  type TurnOptions,
  type TurnStep,
} from './conversation/fold-turn.ts'
