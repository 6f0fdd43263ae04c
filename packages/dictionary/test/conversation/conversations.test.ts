import { assert } from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type ChatMessage,
  CONVERSATION_DEFAULTS,
  createConversations,
  foldTurn,
  INITIAL_CONVERSATION,
  readConversationConfig,
  resolveConversationOptions,
  shouldContinue,
  trendOf,
} from '../../src/conversation.ts'
import { type AliasState, EMPTY_ALIAS_STATE, observe, restore } from '../../src/index.ts'
import { o200k as counter } from '../counters.ts'
import { conversationLaw } from './conversation-law.ts'

const PHRASE = 'Connection to the primary database was refused by the gateway'
const user = (content: string): ChatMessage => ({ role: 'user', content })
const assistant = (content: string): ChatMessage => ({ role: 'assistant', content })
const repeat = (phrase: string, count: number): string => Array(count).fill(phrase).join(' | ')

const CHAT = [
  user(`Look: ${repeat(PHRASE, 4)}`),
  assistant('The gateway refuses connections; I will read the log.'),
  user(`${PHRASE}. Also ${repeat('/srv/releases/current/packages/worker/index.ts', 4)}`),
  assistant('Two places fail.'),
  user(`Then ${PHRASE} in /srv/releases/current/packages/worker/index.ts again`),
  assistant('Fixed.'),
  user('cool'),
]

describe('conversation', () => {
  it('keeps a symbol for a phrase and a phrase for a symbol through all turns', () => {
    const { messages } = createConversations({ counter }).compress({ messages: CHAT })
    const texts = messages.map(({ text }) => text)
    expect(texts[0]).toContain(`[$a=${PHRASE}] | $a`)
    expect(texts[2]).toMatch(/^\$a\. Also \[\$b=\/srv/)
    expect(texts[4]).toBe('Then $a in $b again')
    expect(texts.join('\n').match(/\[\$a=/g)).toHaveLength(1)
  })

  it('never changes what it sent for an earlier request', () => {
    const conversations = createConversations({ counter })
    let sent: readonly unknown[] = []
    for (let length = 1; length <= CHAT.length; length += 1) {
      const { messages } = conversations.compress({ messages: CHAT.slice(0, length) })
      expect(messages.slice(0, sent.length)).toEqual(sent)
      expect(messages).toEqual(
        createConversations({ counter }).compress({ messages: CHAT.slice(0, length) }).messages,
      )
      sent = messages
    }
  })

  it('defines every symbol in the request that uses it', () => {
    const { messages } = createConversations({ counter }).compress({ messages: CHAT })
    let state: AliasState = EMPTY_ALIAS_STATE
    messages.forEach(({ text, isRendered }, at) => {
      const back = isRendered ? restore(text, state) : { text, state: observe(state, text) }
      expect(back.text).toBe(CHAT[at]!.content)
      state = back.state
    })
  })

  it('recognises a chat without a session id by its history', () => {
    const conversations = createConversations({ counter })
    for (const length of [1, 3, 5, 7]) conversations.compress({ messages: CHAT.slice(0, length) })
    expect(conversations.stats()).toMatchObject({ activeConversations: 1, totalTurnsProcessed: 4 })
  })

  it('keeps sessions apart that begin alike', () => {
    const conversations = createConversations({ counter })
    const first = conversations.compress({ sessionId: 'A', messages: CHAT })
    const second = conversations.compress({ sessionId: 'B', messages: CHAT.slice(0, 1) })
    expect(conversations.stats().activeConversations).toBe(2)
    expect(first.metrics).toMatchObject({ conversationId: 'A', turnNumber: 4 })
    expect(second.metrics).toMatchObject({ conversationId: 'B', turnNumber: 1 })
    conversations.reset('A')
    expect(conversations.stats().activeConversations).toBe(1)
  })

  it('takes known symbols and no new ones for a short last message', () => {
    const { messages, metrics } = createConversations({ counter }).compress({ messages: CHAT })
    expect(messages[6]).toEqual({ text: 'cool', isRendered: false })
    expect(metrics.kvCacheOptimizationsUsed).toBe(3)
    expect(metrics.totalRules).toBe(2)
  })

  it('forgets the conversation used longest ago, and those that are too old', () => {
    let time = 0
    const conversations = createConversations({ counter, maxConversations: 2, now: () => time })
    for (const sessionId of ['A', 'B', 'C']) conversations.compress({ sessionId, messages: CHAT })
    expect(conversations.stats().activeConversations).toBe(2)
    time = 3_600_001
    conversations.compress({ sessionId: 'D', messages: CHAT })
    expect(conversations.stats().activeConversations).toBe(1)
  })

  it('renders no stateless turn that spells an alias of an earlier one', () => {
    const [url, path] = [
      'https://api.example.com/v2/customers/ledger',
      '/srv/current/packages/worker/index.ts',
    ]
    const conversations = createConversations({ counter, mode: 'stateless', minCharacters: 0 })
    const { messages } = conversations.compress({
      messages: [user(`${url} ${url}`), user(`${path} ${path} $a`), user(`${path} ${path}`)],
    })
    expect(messages.map(({ isRendered }) => isRendered)).toEqual([true, false, true])
  })

  it('is exact and prefix-stable for any chat, whatever the options', () => {
    assert(conversationLaw(counter), { numRuns: 200 })
  })
})

describe('efficiency', () => {
  it('follows the documented progression', () => {
    const net = [0.08, 0.12, 0.15, 0.16, 0.14, 0.09, 0.03]
    const rows = net.map((_, at) => {
      const recent = net.slice(Math.max(0, at - 2), at + 1)
      return [trendOf(recent), shouldContinue(at + 1, recent, CONVERSATION_DEFAULTS)]
    })
    expect(rows).toEqual([
      ['stable', true],
      ['improving', true],
      ['improving', true],
      ['stable', true],
      ['stable', true],
      ['declining', true],
      ['declining', false],
    ])
  })

  it('asks less efficiency of a long conversation, but no declining trend', () => {
    expect(shouldContinue(20, [0.03, 0.03, 0.03], CONVERSATION_DEFAULTS)).toBe(false)
    expect(shouldContinue(21, [0.03, 0.03, 0.03], CONVERSATION_DEFAULTS)).toBe(true)
    expect(shouldContinue(21, [0.2, 0.1, 0.06], CONVERSATION_DEFAULTS)).toBe(false)
    expect(shouldContinue(21, [0.01, 0.01, 0.01], CONVERSATION_DEFAULTS)).toBe(false)
  })

  it('stops by itself when nothing repeats, and goes on when forced', () => {
    const unique = (at: number): string =>
      `Turn ${at}: ${[...Array(40).keys()].map((n) => (n * at * 7919 + n) % 9973).join(', ')}`
    const fold = (forceCompression: boolean) => {
      let state = INITIAL_CONVERSATION
      for (let at = 1; at <= 4; at += 1) {
        state = foldTurn(state, [unique(at)], { counter, forceCompression }).state
      }
      return foldTurn(state, [repeat(PHRASE, 5)], { counter, forceCompression })
    }
    expect(fold(false).messages[0]).toEqual({ text: repeat(PHRASE, 5), isRendered: false })
    expect(fold(false).state.isStopped).toBe(true)
    expect(fold(true).messages[0]!.isRendered).toBe(true)
  })

  it('charges definitions and instructions to net efficiency', () => {
    const text = repeat(PHRASE, 6)
    const { state } = foldTurn(INITIAL_CONVERSATION, [text], { counter, systemPromptTokens: 10 })
    const { originalTokens, compressedTokens, overheadTokens } = state.totals
    expect(originalTokens).toBe(counter.countTokens(text))
    expect(overheadTokens).toBeGreaterThan(10)
    expect(state.recentEfficiencies[0]).toBeCloseTo(
      (originalTokens - compressedTokens - overheadTokens) / originalTokens,
      12,
    )
  })
})

describe('options', () => {
  it('have the documented defaults', () => {
    expect(resolveConversationOptions()).toEqual({
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
    })
  })

  it('are read with their names in a configuration file', () => {
    const config = readConversationConfig({ min_net_efficiency: 0.01, force_compression: true })
    expect(config).toMatchObject({ minNetEfficiency: 0.01, forceCompression: true })
  })

  it.each([
    [{ max_conversation: 5 }, 'maxConversation is no option of a conversation'],
    [{ enabled: 'yes' }, 'enabled is "yes"; give a boolean'],
    [{ efficiency_trend_window: 1 }, 'efficiencyTrendWindow is 1; give at least 2'],
    [{ min_characters: Number.NaN }, 'minCharacters is NaN; give at least 0'],
    [{ mode: 'other' }, 'mode is "other"; use stateful or stateless'],
  ])('refuse %j', (config, message) => {
    expect(() => readConversationConfig(config)).toThrow(message)
  })
})
