import { LLMock } from '@copilotkit/aimock'
import OpenAI from 'openai'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { largeChatRequest } from './large-request.ts'
import { type ServedProxy, serveProxy } from './serve-proxy.ts'

type ChatRequest = OpenAI.ChatCompletionCreateParamsNonStreaming

describe('POST /v1/chat/completions through the official SDK', () => {
  const mock = new LLMock({ port: 0 })
  let proxy: ServedProxy
  let client: OpenAI

  beforeAll(async () => {
    mock.on({}, { content: 'Two thirds of them wait. 你好 👩‍👩‍👧' })
    await mock.start()
    proxy = await serveProxy(`${mock.url}/v1`)
    client = new OpenAI({ baseURL: `${proxy.url}/v1`, apiKey: 'sk-own', maxRetries: 0 })
  })
  afterAll(async () => {
    await proxy.close()
    await mock.stop()
  })

  it('answers whole and tells what it saved', async () => {
    const request = largeChatRequest() as unknown as ChatRequest
    const { data, response } = await client.chat.completions.create(request).withResponse()
    expect(data.choices[0]?.message.content).toBe('Two thirds of them wait. 你好 👩‍👩‍👧')
    const before = Number(response.headers.get('x-pith-tokens-before'))
    const after = Number(response.headers.get('x-pith-tokens-after'))
    expect(response.headers.get('x-pith-status')).toBe('hit;reason=exact')
    expect(before).toBeGreaterThan(4500)
    expect(after).toBeLessThan(before * 0.8)
    expect(after).toBeGreaterThan(0)
  })

  it('forwards fewer bytes and touches nothing but the text of the tool result', async () => {
    const request = largeChatRequest()
    await client.chat.completions.create(request as unknown as ChatRequest)
    const forwarded = mock.getLastRequest()?.body as unknown as typeof request
    const withoutText = (body: Record<string, unknown>): unknown => ({
      ...body,
      messages: (body.messages as Record<string, unknown>[]).map(({ content, role, ...rest }) =>
        role === 'tool' ? { role, ...rest } : { role, content, ...rest },
      ),
    })
    expect(withoutText(forwarded)).toMatchObject(withoutText(request) as Record<string, unknown>)
    expect(JSON.stringify(forwarded).length).toBeLessThan(JSON.stringify(request).length)
  })

  it('streams, chunk by chunk', async () => {
    const stream = await client.chat.completions.create({
      ...(largeChatRequest() as unknown as ChatRequest),
      stream: true,
    })
    const deltas: string[] = []
    for await (const chunk of stream) deltas.push(chunk.choices[0]?.delta.content ?? '')
    expect(deltas.join('')).toBe('Two thirds of them wait. 你好 👩‍👩‍👧')
    expect(deltas.length).toBeGreaterThan(1)
  })

  it('reports the request in numbers', () => {
    const last = proxy.receipts.at(-1)
    expect(last).toMatchObject({ route: '/v1/chat/completions', status: 200, outcome: 'complete' })
    expect(JSON.stringify(proxy.receipts)).not.toMatch(/sk-own|A-1000|warehouse/)
  })
})
