import {
  DEMO_MODEL,
  type DemoDialect,
  type DemoReply,
  openaiError,
  seconds,
  textsOf,
  wordsOf,
} from './demo-dialect.ts'

/** Chat completions of OpenAI. */
export const demoChat: DemoDialect = {
  path: '/chat/completions',
  read({ messages }) {
    if (!Array.isArray(messages)) return undefined
    return { messages: messages.length, texts: textsOf(messages) }
  },
  whole: (reply) => ({
    ...envelope('chat.completion'),
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content: reply.text },
        finish_reason: 'stop',
      },
    ],
    usage: usageOf(reply),
  }),
  events(reply) {
    const head = envelope('chat.completion.chunk')
    const chunk = (delta: object, finish: string | null): object => ({
      ...head,
      choices: [{ index: 0, delta, finish_reason: finish }],
    })
    const chunks = [
      chunk({ role: 'assistant', content: '' }, null),
      ...wordsOf(reply.text).map((content) => chunk({ content }, null)),
      chunk({}, 'stop'),
      { ...head, choices: [], usage: usageOf(reply) },
    ]
    return [...chunks.map((data) => `data: ${JSON.stringify(data)}\n\n`), 'data: [DONE]\n\n']
  },
  error: openaiError,
}

function envelope(object: string): Record<string, unknown> {
  const id = `chatcmpl-demo-${crypto.randomUUID()}`
  return { id, object, created: seconds(), model: DEMO_MODEL }
}

function usageOf({ inputTokens, outputTokens }: DemoReply): Record<string, number> {
  return {
    prompt_tokens: inputTokens,
    completion_tokens: outputTokens,
    total_tokens: inputTokens + outputTokens,
  }
}
