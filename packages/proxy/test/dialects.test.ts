import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createOpenAI } from '@ai-sdk/openai'
import Anthropic from '@anthropic-ai/sdk'
import { LLMock } from '@copilotkit/aimock'
import { generateText, streamText } from 'ai'
import OpenAI from 'openai'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { largeChatRequest } from './large-request.ts'
import { type ServedProxy, serveProxy } from './serve-proxy.ts'

const INPUTS = join(import.meta.dirname, '../../../fixtures/inputs')
const ANSWER = 'They wait. 你好'

const mock = new LLMock({ port: 0 })
let proxy: ServedProxy

beforeAll(async () => {
  mock.on({}, { content: ANSWER })
  await mock.start()
  proxy = await serveProxy(mock.url)
})
afterAll(async () => {
  await proxy.close()
  await mock.stop()
})

function expectSaving(headers: Headers): void {
  expect(headers.get('x-pith-status')).toMatch(/^hit;reason=exact/)
  const [before, after] = ['before', 'after'].map((end) =>
    Number(headers.get(`x-pith-tokens-${end}`)),
  )
  expect(after).toBeLessThan(before as number)
}

/** The tool result of the large chat request. */
function orders(): string {
  const { messages } = largeChatRequest() as { messages: { role: string; content: string }[] }
  return messages.find(({ role }) => role === 'tool')?.content ?? ''
}

describe('Anthropic Messages through the official SDK', () => {
  const body = JSON.parse(readFileSync(join(INPUTS, 'support-agent.anthropic.json'), 'utf8'))
  const client = (): Anthropic =>
    new Anthropic({ baseURL: proxy.url, apiKey: 'sk-ant-own', maxRetries: 0 })

  it('answers whole', async () => {
    const { data, response } = await client()
      .messages.create({ ...body, model: 'claude-test', stream: false })
      .withResponse()
    expect((data as Anthropic.Message).content).toMatchObject([{ type: 'text', text: ANSWER }])
    expectSaving(response.headers)
    expect(response.headers.get('x-pith-status')).toContain('approximate')
  })

  it('streams to the accumulating reader', async () => {
    const stream = client().messages.stream({ ...body, model: 'claude-test', stream: undefined })
    expect(await stream.finalText()).toBe(ANSWER)
  })

  it('keeps every block, id and cache mark', async () => {
    await client().messages.create({ ...body, model: 'claude-test', stream: false })
    const { body: sent } = JSON.parse(JSON.stringify(mock.getLastRequest()))
    expect(JSON.stringify(sent).length).toBeLessThan(JSON.stringify(body).length)
  })

  it('passes count_tokens on, query and all', async () => {
    const response = await fetch(`${proxy.url}/v1/messages/count_tokens?beta=true`, {
      method: 'POST',
      headers: { 'x-api-key': 'k', 'anthropic-version': '2023-06-01' },
      body: '{"messages":[]}',
    })
    expect(response.headers.get('x-pith-status')).toBe('bypass;reason=route')
  })
})

describe('OpenAI Responses through the official SDK', () => {
  const client = (): OpenAI =>
    new OpenAI({ baseURL: `${proxy.url}/v1`, apiKey: 'sk-own', maxRetries: 0 })
  const input: OpenAI.Responses.ResponseInput = [
    { role: 'user', content: 'Which orders wait?' },
    {
      type: 'function_call',
      call_id: 'call_1',
      name: 'list_orders',
      arguments: '{"status":"any"}',
    },
    { type: 'function_call_output', call_id: 'call_1', output: orders() },
  ]

  it('answers whole', async () => {
    const { data, response } = await client()
      .responses.create({ model: 'gpt-4o', input, store: false })
      .withResponse()
    expect(data.output_text).toBe(ANSWER)
    expectSaving(response.headers)
  })

  it('streams to the accumulating reader', async () => {
    const stream = client().responses.stream({ model: 'gpt-4o', input, store: false })
    expect((await stream.finalResponse()).output_text).toBe(ANSWER)
  })
})

describe('the Vercel AI SDK', () => {
  const model = () => createOpenAI({ baseURL: `${proxy.url}/v1`, apiKey: 'sk-own' }).chat('gpt-4o')

  it('answers whole', async () => {
    expect((await generateText({ model: model(), prompt: 'Which wait?' })).text).toBe(ANSWER)
  })

  it('streams', async () => {
    let text = ''
    for await (const piece of streamText({ model: model(), prompt: 'Which wait?' }).textStream) {
      text += piece
    }
    expect(text).toBe(ANSWER)
  })
})
