import type { TokenCounter } from '../token-counter.ts'
import { type ConversationMetrics, metricsOf } from './conversation-metrics.ts'
import {
  type ConversationOptions,
  type ResolvedConversationOptions,
  resolveConversationOptions,
} from './conversation-options.ts'
import { type ConversationState, INITIAL_CONVERSATION } from './conversation-state.ts'
import { foldTurn, type TurnMessage } from './fold-turn.ts'

/** A message of a chat; the whole history comes with every request. */
export interface ChatMessage {
  readonly role: string
  readonly content: string
}

/** A request as it is sent. */
export interface CompressedChat {
  /** As many as came, in order; those of earlier requests are the same as then. */
  readonly messages: readonly TurnMessage[]
  readonly metrics: ConversationMetrics
}

/** What KrunchWrapper's `GET /v1/compression/stats` shows. */
export interface ConversationStats {
  readonly activeConversations: number
  readonly totalTurnsProcessed: number
  readonly symbolsInUse: number
  readonly avgTurnsPerConversation: number
  /** Rendered texts and phrases that are kept, in UTF-16 bytes. */
  readonly memoryUsageKb: number
}

/** Conversations of one tenant in memory. */
export interface Conversations {
  /** Renders a whole chat; only what this conversation has not seen yet is worked on. */
  compress(chat: { sessionId?: string; messages: readonly ChatMessage[] }): CompressedChat
  stats(): ConversationStats
  /** Forgets one session, or all. The next request is folded afresh, to the same bytes. */
  reset(sessionId?: string): void
  readonly config: ResolvedConversationOptions
}

/** What conversations are made with. */
export interface ConversationsOptions extends ConversationOptions {
  readonly counter: TokenCounter
  /** A clock in milliseconds, for `cleanupInterval` and processing times; without one nothing expires. */
  readonly now?: () => number
}

interface Memory {
  readonly id: string
  readonly sessionId: string
  /** The history that the state stands for. */
  readonly history: readonly ChatMessage[]
  readonly state: ConversationState
  readonly messages: readonly TurnMessage[]
  readonly usedAt: number
}

/**
 * A memory of conversations by session and history, never by the first words: two sessions that begin alike are two,
 * and a chat without a session id is recognised by what it repeats. Memory only saves work: a history that is unknown is
 * folded from its first message to the same bytes.
 * @throws {TypeError | RangeError} for a wrong option
 */
export function createConversations(options: ConversationsOptions): Conversations {
  const { counter, now = () => 0, ...rest } = options
  const config = resolveConversationOptions(rest)
  const memories = new Map<string, Memory>()
  let created = 0

  function recall(sessionId: string, messages: readonly ChatMessage[]): Memory | undefined {
    const known = [...memories.values()].filter(
      (memory) => memory.sessionId === sessionId && continues(messages, memory.history),
    )
    return known.sort((a, b) => b.history.length - a.history.length)[0]
  }

  function keep(memory: Memory): void {
    memories.delete(memory.id)
    memories.set(memory.id, memory)
    for (const [id, { usedAt }] of memories) {
      const isOld = memory.usedAt - usedAt > config.cleanupInterval * 1000
      if (isOld || memories.size > config.maxConversations) memories.delete(id)
      else break
    }
  }

  return {
    config,
    compress({ sessionId = '', messages }) {
      const before = recall(sessionId, messages)
      let state = before?.state ?? INITIAL_CONVERSATION
      const rendered = [...(before?.messages ?? [])]
      const { closed, open } = turnsOf(messages.slice(rendered.length))
      for (const turn of closed) {
        const step = foldTurn(state, turn, { ...config, counter, now })
        state = step.state
        rendered.push(...step.messages)
      }
      created += 1
      const id = before?.id ?? `conversation-${created}`
      const history = messages.slice(0, rendered.length)
      keep({ id, sessionId, history, state, messages: rendered, usedAt: now() })
      // A turn that is not over yet is not remembered: it will be folded as a whole.
      const tail = open.length === 0 ? [] : foldTurn(state, open, { ...config, counter }).messages
      const metrics = metricsOf(sessionId === '' ? id : sessionId, state, config)
      return { messages: [...rendered, ...tail], metrics }
    },
    stats: () => statsOf([...memories.values()]),
    reset(sessionId) {
      for (const [id, memory] of memories) {
        if (sessionId === undefined || memory.sessionId === sessionId) memories.delete(id)
      }
    },
  }
}

/** A turn ends with a message of the user or of a tool: turns come from the transcript, not from a counter. */
function turnsOf(messages: readonly ChatMessage[]): { closed: string[][]; open: string[] } {
  const closed: string[][] = []
  let open: string[] = []
  for (const { role, content } of messages) {
    open.push(content)
    if (role !== 'user' && role !== 'tool') continue
    closed.push(open)
    open = []
  }
  return { closed, open }
}

function continues(messages: readonly ChatMessage[], history: readonly ChatMessage[]): boolean {
  return (
    history.length <= messages.length &&
    history.every(({ role, content }, at) => {
      const message = messages[at]!
      return message.role === role && message.content === content
    })
  )
}

function statsOf(memories: readonly Memory[]): ConversationStats {
  const sum = (of: (memory: Memory) => number): number =>
    memories.reduce((total, memory) => total + of(memory), 0)
  const turns = sum(({ state }) => state.turnNumber)
  const units = sum(
    ({ messages, history }) =>
      messages.reduce((total, { text }) => total + text.length, 0) +
      history.reduce((total, { content }) => total + content.length, 0),
  )
  return {
    activeConversations: memories.length,
    totalTurnsProcessed: turns,
    symbolsInUse: sum(({ state }) => state.aliases.definitions.length),
    avgTurnsPerConversation: memories.length === 0 ? 0 : turns / memories.length,
    memoryUsageKb: (2 * units) / 1024,
  }
}
