import Anthropic from '@anthropic-ai/sdk'
import OpenAI from 'openai'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readEnvironment } from '../src/environment.ts'
import { createLog } from '../src/log.ts'
import { type RunningServer, startServer } from '../src/server.ts'

const SAYS = /^This is the demo upstream of Pith, not a model\. It received 1 messages, \d+ tokens/

let server: RunningServer

beforeAll(async () => {
  server = await startServer(readEnvironment({ PITH_PORT: '0' }), createLog('silent'))
})
afterAll(() => server.stop())

/** A client whose key nobody wants: the demo answers only where no credential is sent. */
function withoutKey(_url: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const headers = new Headers(init?.headers)
  for (const name of ['authorization', 'x-api-key']) headers.delete(name)
  return fetch(_url, { ...init, headers })
}

const openai = (): OpenAI =>
  new OpenAI({ baseURL: `${server.address}/v1`, apiKey: 'none', fetch: withoutKey, maxRetries: 0 })
const anthropic = (): Anthropic =>
  new Anthropic({ baseURL: server.address, apiKey: 'none', fetch: withoutKey, maxRetries: 0 })

const CHAT = { model: 'gpt-4o', messages: [{ role: 'user' as const, content: 'Hello' }] }
const MESSAGE = {
  model: 'claude-sonnet-4-6',
  max_tokens: 100,
  system: 'Be kind.',
  messages: [{ role: 'user' as const, content: [{ type: 'text' as const, text: 'Hello' }] }],
}
const RESPONSE = { model: 'gpt-4o', instructions: 'Be kind.', input: 'Hello', store: false }

describe('the demo upstream, through the official SDKs', () => {
  it('answers a chat completion whole and streamed', async () => {
    const whole = await openai().chat.completions.create(CHAT)
    expect(whole.choices[0]?.message.content).toMatch(SAYS)
    expect(whole.usage?.prompt_tokens).toBe(1)
    const stream = openai().chat.completions.stream({ ...CHAT, stream: true })
    const final = await stream.finalChatCompletion()
    expect(final.choices[0]?.message.content).toBe(whole.choices[0]?.message.content)
  })

  it('answers a message of Anthropic whole and streamed', async () => {
    const whole = await anthropic().messages.create(MESSAGE)
    expect(whole.content).toMatchObject([{ type: 'text', text: expect.stringMatching(SAYS) }])
    expect(whole.usage.input_tokens).toBeGreaterThan(2)
    const final = await anthropic().messages.stream(MESSAGE).finalMessage()
    expect(final).toMatchObject({ content: whole.content, stop_reason: 'end_turn' })
    expect(final.usage).toMatchObject(whole.usage)
  })

  it('answers a Response whole and streamed', async () => {
    const whole = await openai().responses.create(RESPONSE)
    expect(whole.output_text).toMatch(SAYS)
    const final = await openai().responses.stream(RESPONSE).finalResponse()
    expect(final.output_text).toBe(whole.output_text)
    expect(final.usage).toEqual(whole.usage)
  })

  it('streams both arms of a comparison of a model of Anthropic', async () => {
    const response = await fetch(`${server.address}/api/compare`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'claude-sonnet-4-6', user_prompt: 'Hello' }),
    })
    const events = (await response.text()).split('\n\n')
    const done = events.filter((event) => /^event: (direct|compact)_done/.test(event))
    expect(done).toHaveLength(2)
    for (const event of done) expect(event).toMatch(/"output_tokens":[1-9]/)
  })
})

describe('the demo upstream', () => {
  const post = (path: string, body: string): Promise<Response> =>
    fetch(`${server.address}${path}`, { method: 'POST', body })

  it.each([
    ['/v1/chat/completions', { error: { code: 'demo' } }],
    ['/v1/responses', { error: { code: 'demo' } }],
    ['/v1/messages', { type: 'error', error: { type: 'invalid_request_error' } }],
  ])('refuses what is no request of %s, in the shape of its vendor', async (path, shape) => {
    for (const body of ['{}', '[]', 'null', 'no JSON']) {
      const response = await post(path, body)
      expect(response.status).toBe(400)
      expect(await response.json()).toMatchObject(shape)
    }
  })

  it('says of every other route that it is not here', async () => {
    const response = await post('/v1/embeddings', '{}')
    expect(response.status).toBe(501)
    expect(response.headers.get('x-pith-demo')).toBe('true')
  })
})
