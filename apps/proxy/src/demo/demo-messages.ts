import {
  DEMO_MODEL,
  type DemoDialect,
  type DemoReply,
  namedEvent,
  textsOf,
  wordsOf,
} from './demo-dialect.ts'

/** Messages of Anthropic. */
export const demoMessages: DemoDialect = {
  path: '/messages',
  read({ system, messages }) {
    if (!Array.isArray(messages)) return undefined
    return { messages: messages.length, texts: textsOf([system, messages]) }
  },
  whole: (reply) => ({
    ...messageOf(reply),
    content: [{ type: 'text', text: reply.text }],
    stop_reason: 'end_turn',
    usage: { input_tokens: reply.inputTokens, output_tokens: reply.outputTokens },
  }),
  events(reply) {
    const place = { index: 0 }
    return [
      { type: 'message_start', message: messageOf(reply) },
      { type: 'content_block_start', ...place, content_block: { type: 'text', text: '' } },
      { type: 'ping' },
      ...wordsOf(reply.text).map((text) => ({
        type: 'content_block_delta',
        ...place,
        delta: { type: 'text_delta', text },
      })),
      { type: 'content_block_stop', ...place },
      {
        type: 'message_delta',
        delta: { stop_reason: 'end_turn', stop_sequence: null },
        usage: { output_tokens: reply.outputTokens },
      },
      { type: 'message_stop' },
    ].map(namedEvent)
  },
  error: (message) => ({ type: 'error', error: { type: 'invalid_request_error', message } }),
}

/** A message of which nothing has been said yet. */
function messageOf({ inputTokens }: DemoReply): Record<string, unknown> {
  return {
    id: `msg_demo_${crypto.randomUUID()}`,
    type: 'message',
    role: 'assistant',
    model: DEMO_MODEL,
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage: { input_tokens: inputTokens, output_tokens: 0 },
  }
}
