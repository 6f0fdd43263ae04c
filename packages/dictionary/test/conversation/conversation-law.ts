import fc from 'fast-check'
import { expect } from 'vitest'
import {
  type ChatMessage,
  type ConversationOptions,
  createConversations,
} from '../../src/conversation.ts'
import { type AliasState, EMPTY_ALIAS_STATE, observe, restore } from '../../src/index.ts'
import type { TokenCounter } from '../../src/token-counter.ts'
import { repetitiveText } from '../arbitrary-text.ts'

const MESSAGE = fc.record({
  role: fc.constantFrom('user', 'assistant', 'tool'),
  content: repetitiveText,
})

const OPTIONS = fc.record({
  mode: fc.constantFrom('stateful' as const, 'stateless' as const),
  minCharacters: fc.constantFrom(0, 50),
  efficiencyTrendWindow: fc.constantFrom(2, 3),
  longConversationThreshold: fc.constantFrom(2, 20),
  forceCompression: fc.boolean(),
})

/** Any chat is read back whole from what was sent, and what was sent for its beginning never changes. */
export function conversationLaw(
  counter: TokenCounter,
): fc.IPropertyWithHooks<[ChatMessage[], number, ConversationOptions]> {
  return fc.property(
    fc.array(MESSAGE, { maxLength: 8 }),
    fc.nat(8),
    OPTIONS,
    (chat, at, options) => {
      const conversations = createConversations({ counter, ...options })
      const first = conversations.compress({ messages: chat.slice(0, at) }).messages
      const whole = conversations.compress({ messages: chat }).messages
      expect(whole.slice(0, first.length)).toEqual(first)
      expect(whole).toEqual(
        createConversations({ counter, ...options }).compress({ messages: chat }).messages,
      )
      let state: AliasState = EMPTY_ALIAS_STATE
      whole.forEach(({ text, isRendered }, index) => {
        const back = isRendered ? restore(text, state) : { text, state: observe(state, text) }
        expect(back.text).toBe(chat[index]!.content)
        state = back.state
      })
    },
  )
}
