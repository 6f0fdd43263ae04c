import { loadTokenizer } from '@x/tokens'
import { describe, expect, it } from 'vitest'
import { createProxy, type ShapingOptions } from '../../src/index.ts'
import { CONCISE_INSTRUCTION } from '../../src/shaping/shape-request.ts'
import { eventStream, json, startUpstream } from '../fake-upstream.ts'
import { serveProxy } from '../serve-proxy.ts'

type Json = Record<string, unknown>

const CHAT = { model: 'gpt-4o', messages: [{ role: 'user', content: 'Which orders wait?' }] }

/** What reaches the upstream, and the answer's headers. */
async function send(
  body: Json,
  shaping: ShapingOptions,
  path = '/v1/chat/completions',
): Promise<{ sent: Json; raw: string; headers: Headers; receipt: Json }> {
  const upstream = await startUpstream(json({ choices: [] }))
  const proxy = await serveProxy(upstream.url, { shaping })
  const response = await fetch(`${proxy.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': 'sk' },
    body: JSON.stringify(body),
  })
  await response.arrayBuffer()
  await proxy.close()
  await upstream.close()
  const raw = `${upstream.received[0]?.body}`
  const receipt = proxy.receipts[0] as unknown as Json
  return { sent: JSON.parse(raw), raw, headers: response.headers, receipt }
}

describe('the concise instruction', () => {
  it.each([
    [
      'a request without a system text',
      CHAT,
      [{ role: 'system', content: CONCISE_INSTRUCTION }, ...CHAT.messages],
    ],
    [
      'a system text',
      { ...CHAT, messages: [{ role: 'system', content: 'Be "kind".' }, ...CHAT.messages] },
      [{ role: 'system', content: `Be "kind".\n\n${CONCISE_INSTRUCTION}` }, ...CHAT.messages],
    ],
    [
      'the last of several text blocks',
      {
        ...CHAT,
        messages: [
          {
            role: 'developer',
            content: [
              { type: 'text', text: 'a' },
              { type: 'text', text: 'b' },
            ],
          },
        ],
      },
      [
        {
          role: 'developer',
          content: [
            { type: 'text', text: 'a' },
            { type: 'text', text: `b\n\n${CONCISE_INSTRUCTION}` },
          ],
        },
      ],
    ],
  ])('stands in a chat request with %s', async (_, body, messages) => {
    const { sent } = await send(body as Json, { concise: true })
    expect(sent).toEqual({ ...body, messages })
  })

  it.each([
    [
      '/v1/messages',
      'system',
      { model: 'claude-sonnet-4-6', max_tokens: 5, messages: CHAT.messages },
    ],
    ['/v1/responses', 'instructions', { model: 'gpt-4o', input: 'Which orders wait?' }],
  ])('stands in the field of %s', async (path, field, body) => {
    expect((await send(body, { concise: true }, path)).sent).toEqual({
      ...body,
      [field]: CONCISE_INSTRUCTION,
    })
    const { sent } = await send({ ...body, [field]: 'Be kind.' }, { concise: true }, path)
    expect(sent[field]).toBe(`Be kind.\n\n${CONCISE_INSTRUCTION}`)
  })

  it('is paid in the receipt, in exact tokens', async () => {
    const { headers, receipt } = await send(CHAT, { concise: true })
    const tokens = (await loadTokenizer('o200k_base')).countTokens(CONCISE_INSTRUCTION)
    const before = Number(headers.get('x-pith-tokens-before'))
    expect(Number(headers.get('x-pith-tokens-after'))).toBe(before + tokens)
    expect(headers.get('x-pith-shaping')).toBe(`tokens=${tokens};concise`)
    expect(receipt.shaping).toEqual({
      instructionTokens: tokens,
      isConcise: true,
      aliasesOffered: 0,
    })
  })

  it('is the same in every turn, whatever was said', async () => {
    const later = [
      ...CHAT.messages,
      { role: 'assistant', content: 'Two.' },
      { role: 'user', content: 'Why?' },
    ]
    const first = await send(CHAT, { concise: true })
    const second = await send({ ...CHAT, messages: later }, { concise: true })
    const end = first.raw.length - ']}'.length
    expect(second.raw.slice(0, end)).toBe(first.raw.slice(0, end))
  })

  it.each([
    ['response_format', { ...CHAT, response_format: { type: 'json_object' } }],
    ['prediction', { ...CHAT, prediction: { type: 'content', content: 'x' } }],
    [
      'a strict tool',
      {
        ...CHAT,
        tools: [{ type: 'function', function: { name: 'f', strict: true, parameters: {} } }],
      },
    ],
  ])('is left out of a request with %s, which passes byte for byte', async (_, body) => {
    const { raw, headers } = await send(body, { concise: true, outputAliases: true })
    expect(raw).toBe(JSON.stringify(body))
    expect(headers.has('x-pith-shaping')).toBe(false)
  })

  it('is never added unless it is asked for', async () => {
    expect((await send(CHAT, {})).raw).toBe(JSON.stringify(CHAT))
  })
})

describe('the limit on output tokens', () => {
  const maxTokens = { perInputToken: 2, floor: 64, ceiling: 256 }

  it('grows with the request, within its bounds, and is told in a header', async () => {
    const short = await send(CHAT, { maxTokens })
    expect(short.sent).toEqual({ ...CHAT, max_tokens: 64 })
    expect(short.headers.get('x-pith-shaping')).toBe('tokens=0;max-tokens=64')
    const long = { ...CHAT, messages: [{ role: 'user', content: 'orders '.repeat(500) }] }
    expect((await send(long, { maxTokens })).sent).toMatchObject({ max_tokens: 256 })
  })

  it('has the name that Responses gives it', async () => {
    const body = { model: 'gpt-4o', input: 'Which?' }
    expect((await send(body, { maxTokens }, '/v1/responses')).sent).toMatchObject({
      max_output_tokens: 64,
    })
  })

  it.each([
    ['the client has set one', { ...CHAT, max_tokens: 9 }],
    ['the client has set one by its newer name', { ...CHAT, max_completion_tokens: 9 }],
    ['the model thinks first', { ...CHAT, model: 'o3-mini' }],
    ['the model thinks first', { ...CHAT, model: 'openai/gpt-5' }],
  ])('is not set where %s', async (_, body) => {
    expect((await send(body, { maxTokens })).raw).toBe(JSON.stringify(body))
  })

  it.each([
    [{ perInputToken: 1, floor: 0, ceiling: 5 }],
    [{ perInputToken: 1, floor: 6, ceiling: 5 }],
    [{ perInputToken: -1, floor: 1, ceiling: 5 }],
    [{ perInputToken: 1, floor: 1.5, ceiling: 5 }],
  ])('refuses %j', (limit) => {
    expect(() => createProxy({ shaping: { maxTokens: limit } })).toThrow(RangeError)
  })
})

describe('aliases for the answer', () => {
  const LONG = 'https://warehouse.example.com/api/v3/regions/north/orders/waiting'
  const QUESTION = `Compare ${LONG}?day=1 with ${LONG}?day=2 and ${LONG}?day=3 and ${LONG}?day=4, and name each.`
  const request = { ...CHAT, messages: [{ role: 'user', content: QUESTION }] }

  async function offered(): Promise<{ alias: string; phrase: string }> {
    const { sent, headers } = await send(request, { outputAliases: true })
    expect(headers.get('x-pith-shaping')).toMatch(/^tokens=\d+;aliases=\d$/)
    const [system] = sent.messages as { content: string }[]
    const [, alias = '', phrase = ''] = /(@\d+)\s*=\s*(\S+)/.exec(system?.content ?? '') ?? []
    expect(phrase).toContain(LONG)
    return { alias, phrase }
  }

  it('are offered in the system text and restored in a stream, cut anywhere', async () => {
    const { alias, phrase } = await offered()
    const delta = (content: string): string =>
      `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content } }] })}\n\n`
    const pieces = [
      delta(`See ${alias.slice(0, 2)}`),
      delta(`${alias.slice(2)} now`),
      'data: [DONE]\n\n',
    ]
    const upstream = await startUpstream(eventStream(pieces))
    const proxy = await serveProxy(upstream.url, { shaping: { outputAliases: true } })
    const response = await fetch(`${proxy.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...request, stream: true }),
    })
    const texts = [...(await response.text()).matchAll(/"content":"([^"]*)"/g)].map(
      ([, text]) => text,
    )
    expect(texts.join('')).toBe(`See ${phrase} now`)
    await proxy.close()
    await upstream.close()
  })

  it('are not offered where a later text spells one of them itself', async () => {
    const { alias } = await offered()
    const later = [...request.messages, { role: 'user', content: `What is ${alias}?` }]
    const body = { ...request, messages: later }
    expect((await send(body, { outputAliases: true })).raw).toBe(JSON.stringify(body))
  })

  it.each([
    ['stop', ['x']],
    ['logprobs', true],
  ])('are not offered with %s', async (name, value) => {
    const body = { ...request, [name]: value }
    expect((await send(body, { outputAliases: true })).raw).toBe(JSON.stringify(body))
  })
})
