import { describe, expect, it } from 'vitest'
import { createProxy, type UpstreamInit } from '../src/index.ts'

const PHRASE = 'https://orders.example.com/api/v2/customers/8841/shipments/overview'

const WORDS = 'river cloud amber stone quiet maple orbit candle forest harbor meadow violet'.split(
  ' ',
)

/** Prose without any pattern but one: a long URL that comes back in it. */
function request(): Record<string, unknown> {
  let state = 7
  const word = (): string => {
    state = (state * 48271) % 2147483647
    return WORDS[state % WORDS.length] as string
  }
  const sentence = (): string => Array.from({ length: 5 + (state % 9) }, word).join(' ')
  const messages = Array.from({ length: 8 }, () => ({
    role: 'user',
    content: `${sentence()} ${PHRASE} ${sentence()} ${PHRASE} ${sentence()}.`,
  }))
  return { model: 'gpt-4o', stream: true, messages }
}

/** A model that repeats in its answer the first alias that it was shown. */
async function echo({ body }: UpstreamInit): Promise<Response> {
  const sent = await new Response(body as BodyInit).text()
  const alias = /\[([$~][a-z0-9]+)=/.exec(sent)?.[1] ?? 'none'
  const chunks = ['Open ', ...alias, ', as I said.'].map((content) => ({ delta: { content } }))
  const events = [...chunks, { delta: {}, finish_reason: 'stop' }].map(
    (choice) => `data: ${JSON.stringify({ choices: [{ index: 0, ...choice }] })}\n\n`,
  )
  return new Response(`${events.join('')}data: [DONE]\n\n`, {
    headers: { 'content-type': 'text/event-stream', 'x-sent-alias': alias },
  })
}

async function ask(body: Record<string, unknown>): Promise<{ alias: string; text: string }> {
  const app = createProxy({ mode: 'strict', fetch: (_url, init) => echo(init) })
  const post = {
    method: 'POST',
    headers: { authorization: 'Bearer a' },
    body: JSON.stringify(body),
  }
  const response = await app.request('/v1/chat/completions', post)
  const text = [...(await response.text()).matchAll(/"content":"([^"]*)"/g)]
    .map(([, content]) => content)
    .join('')
  return { alias: response.headers.get('x-sent-alias') ?? '', text }
}

describe('aliases from end to end', () => {
  it('a model that answers in an alias is understood by the caller', async () => {
    const { alias, text } = await ask(request())
    expect(alias).toMatch(/^[$~]/)
    expect(text).toContain(PHRASE.slice(0, 30))
    expect(text).not.toContain(alias)
  })

  it.each([
    ['log probabilities are asked for', { logprobs: true }],
    ['stop sequences are set', { stop: ['Step'] }],
  ])('no alias is defined where %s', async (_name, flags) => {
    expect((await ask({ ...request(), ...flags })).alias).toBe('none')
  })

  it.each([
    [undefined, false],
    [true, false],
    [false, true],
  ])('a Response with store %s may define aliases: %s', async (store, may) => {
    let sent = ''
    const app = createProxy({
      mode: 'strict',
      fetch: async (_url, { body }) => {
        sent = await new Response(body as BodyInit).text()
        return Response.json({})
      },
    })
    const body = JSON.stringify({ model: 'gpt-4o', input: request().messages, store })
    await app.request('/v1/responses', { method: 'POST', body })
    expect(/\[[$~][a-z0-9]+=/.test(sent)).toBe(may)
  })
})
