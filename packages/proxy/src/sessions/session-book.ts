import {
  type EfficiencyTrend,
  type ResolvedConversationOptions,
  trendOf,
} from '@x/dictionary/conversation'
import type { ConversationSummary } from '../compression/compressor.ts'
import { sessionLabel } from './session-key.ts'

/** One request of a conversation. */
export interface SessionTurn {
  readonly tenant: string
  readonly session: string
  readonly conversation: ConversationSummary
  readonly tokensBefore: number
  readonly tokensAfter: number
  readonly elapsedMs: number
}

/** What is known of one conversation; plain data. */
export interface SessionRecord {
  readonly tenant: string
  readonly requests: number
  readonly conversation: ConversationSummary
  readonly latestTokensBefore: number
  readonly latestTokensAfter: number
  readonly tokensBefore: number
  readonly tokensAfter: number
  readonly processingMs: number
  readonly seenAt: number
}

/** Figures over all conversations, in the fields of KrunchWrapper. */
export interface SessionStats {
  readonly active_conversations: number
  readonly total_turns_processed: number
  readonly symbols_in_use: number
  readonly avg_turns_per_conversation: number
  readonly memory_usage_kb: number
}

/** Counts conversations. It only watches: what is sent depends on the transcript alone. */
export interface SessionBook {
  record(turn: SessionTurn): SessionRecord
  /** The conversation under a key, as it stands. */
  find(session: string): SessionRecord | undefined
  stats(): SessionStats
  /** Forgets the conversations of one tenant, one of them, or (without arguments) all. Answers how many. */
  reset(tenant?: string, session?: string): number
}

/** A conversation's own figures, in the fields of KrunchWrapper. */
export function describeSession(id: string, record: SessionRecord): Record<string, unknown> {
  const { conversation, latestTokensBefore: before, latestTokensAfter: after } = record
  const trend: EfficiencyTrend = trendOf(conversation.recentEfficiencies)
  const ratio = before === 0 ? 0 : 1 - after / before
  return {
    conversation_id: sessionLabel(id),
    turn_number: conversation.turns,
    total_rules: conversation.symbols,
    cumulative_tokens_saved: record.tokensBefore - record.tokensAfter,
    net_tokens_saved: record.tokensBefore - record.tokensAfter,
    cumulative_compression_ratio:
      record.tokensBefore === 0 ? 0 : 1 - record.tokensAfter / record.tokensBefore,
    cumulative_messages_processed: record.requests,
    system_prompt_overhead_tokens: 0,
    latest_compression_ratio: ratio,
    latest_net_efficiency: conversation.recentEfficiencies.at(-1) ?? 0,
    efficiency_trend: trend,
    should_continue: !conversation.isStopped,
    total_processing_time: record.processingMs / 1000,
    avg_processing_time_per_turn: record.processingMs / 1000 / record.requests,
  }
}

/** Creates an empty book that holds at most `maxConversations`, each for `cleanupInterval` seconds after its last use. */
export function createSessionBook(
  options: ResolvedConversationOptions,
  now: () => number,
): SessionBook {
  // A Map keeps insertion order: the first entry is the one used longest ago.
  const records = new Map<string, SessionRecord>()

  function sweep(): void {
    const oldest = now() - options.cleanupInterval * 1000
    for (const [key, { seenAt }] of records) {
      if (seenAt >= oldest && records.size <= options.maxConversations) return
      records.delete(key)
    }
  }

  return {
    record({ tenant, session, conversation, tokensBefore, tokensAfter, elapsedMs }) {
      const earlier = records.get(session)
      const record: SessionRecord = {
        tenant,
        requests: (earlier?.requests ?? 0) + 1,
        conversation,
        latestTokensBefore: tokensBefore,
        latestTokensAfter: tokensAfter,
        tokensBefore: (earlier?.tokensBefore ?? 0) + tokensBefore,
        tokensAfter: (earlier?.tokensAfter ?? 0) + tokensAfter,
        processingMs: (earlier?.processingMs ?? 0) + elapsedMs,
        seenAt: now(),
      }
      records.delete(session)
      records.set(session, record)
      sweep()
      return record
    },
    find(session) {
      sweep()
      return records.get(session)
    },
    stats() {
      sweep()
      const all = [...records.values()]
      const turns = all.reduce((sum, { requests }) => sum + requests, 0)
      return {
        active_conversations: all.length,
        total_turns_processed: turns,
        symbols_in_use: all.reduce((sum, { conversation }) => sum + conversation.symbols, 0),
        avg_turns_per_conversation: all.length === 0 ? 0 : round(turns / all.length),
        // Two bytes for each unit of a key and of a record written as JSON: near to what the maps hold.
        memory_usage_kb: round((2 * JSON.stringify([...records]).length) / 1024),
      }
    },
    reset(tenant, session) {
      const gone = [...records].filter(
        ([key, record]) =>
          (tenant === undefined || record.tenant === tenant) &&
          (session === undefined || key === session),
      )
      for (const [key] of gone) records.delete(key)
      return gone.length
    },
  }
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
