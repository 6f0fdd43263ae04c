import {
  DEMO_MODEL,
  type DemoDialect,
  type DemoReply,
  namedEvent,
  openaiError,
  seconds,
  textsOf,
  wordsOf,
} from './demo-dialect.ts'

/** Responses of OpenAI. */
export const demoResponses: DemoDialect = {
  path: '/responses',
  read({ instructions, input }) {
    if (typeof input === 'string') return { messages: 1, texts: textsOf([instructions, input]) }
    if (!Array.isArray(input)) return undefined
    return { messages: input.length, texts: textsOf([instructions, input]) }
  },
  whole: (reply) => completed(reply, identify()),
  events(reply) {
    const ids = identify()
    const begun = { ...completed(reply, ids), status: 'in_progress', output: [], usage: null }
    const item = { ...itemOf(reply, ids), status: 'in_progress', content: [] }
    const place = { item_id: ids.message, output_index: 0, content_index: 0 }
    const empty = partOf({ ...reply, text: '' })
    return [
      { type: 'response.created', response: begun },
      { type: 'response.in_progress', response: begun },
      { type: 'response.output_item.added', output_index: 0, item },
      { type: 'response.content_part.added', ...place, part: empty },
      ...wordsOf(reply.text).map((delta) => ({
        type: 'response.output_text.delta',
        ...place,
        delta,
        logprobs: [],
      })),
      { type: 'response.output_text.done', ...place, text: reply.text, logprobs: [] },
      { type: 'response.content_part.done', ...place, part: partOf(reply) },
      { type: 'response.output_item.done', output_index: 0, item: itemOf(reply, ids) },
      { type: 'response.completed', response: completed(reply, ids) },
    ].map((event, at) => namedEvent({ ...event, sequence_number: at }))
  },
  error: openaiError,
}

interface Ids {
  readonly response: string
  readonly message: string
}

function identify(): Ids {
  const [response, message] = [
    `resp_demo_${crypto.randomUUID()}`,
    `msg_demo_${crypto.randomUUID()}`,
  ]
  return { response, message }
}

function partOf({ text }: DemoReply): object {
  return { type: 'output_text', text, annotations: [], logprobs: [] }
}

function itemOf(reply: DemoReply, { message }: Ids): object {
  const content = [partOf(reply)]
  return { id: message, type: 'message', role: 'assistant', status: 'completed', content }
}

function completed(reply: DemoReply, ids: Ids): object {
  const { inputTokens, outputTokens } = reply
  return {
    id: ids.response,
    object: 'response',
    created_at: seconds(),
    status: 'completed',
    model: DEMO_MODEL,
    output: [itemOf(reply, ids)],
    error: null,
    incomplete_details: null,
    usage: {
      input_tokens: inputTokens,
      input_tokens_details: { cached_tokens: 0 },
      output_tokens: outputTokens,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: inputTokens + outputTokens,
    },
  }
}
