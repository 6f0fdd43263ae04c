import Anthropic from '@anthropic-ai/sdk'
import OpenAI from 'openai'
import { afterEach, describe, expect, it } from 'vitest'
import type { ProxyOptions } from '../src/index.ts'
import { aliasingCompressor } from './aliasing-compressor.ts'
import {
  type Answer,
  eventStream,
  type FakeUpstream,
  json,
  startUpstream,
} from './fake-upstream.ts'
import { type ServedProxy, serveProxy } from './serve-proxy.ts'

const CHUNK = (content: string, finish: string | null = null): string =>
  `data: ${JSON.stringify({
    id: 'c1',
    object: 'chat.completion.chunk',
    created: 1,
    model: 'm',
    choices: [{ index: 0, delta: { content }, finish_reason: finish }],
  })}\n\n`

const REQUEST = { model: 'gpt-4o', messages: [{ role: 'user' as const, content: 'hi' }] }
const MESSAGE = { ...REQUEST, model: 'claude-test', max_tokens: 9 }

let upstream: FakeUpstream | undefined
let proxy: ServedProxy | undefined

async function through(answer: Answer, options?: ProxyOptions): Promise<ServedProxy> {
  upstream = await startUpstream(answer)
  proxy = await serveProxy(upstream.url, options)
  return proxy
}

function openai(): OpenAI {
  return new OpenAI({ baseURL: `${proxy?.url}/v1`, apiKey: 'sk-own', maxRetries: 0 })
}

function anthropic(): Anthropic {
  return new Anthropic({ baseURL: `${proxy?.url}`, apiKey: 'sk-ant-own', maxRetries: 0 })
}

function post(body: unknown = REQUEST, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${proxy?.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer sk-own', ...headers },
    body: JSON.stringify(body),
  })
}

async function collectChat(): Promise<string[]> {
  const seen: string[] = []
  const stream = await openai().chat.completions.create({ ...REQUEST, stream: true })
  try {
    for await (const chunk of stream) seen.push(chunk.choices[0]?.delta.content ?? '')
  } catch (error) {
    seen.push(`! ${(error as Error).message}`)
  }
  return seen
}

async function drain(stream: AsyncIterable<unknown>): Promise<void> {
  for await (const _event of stream);
}

afterEach(async () => {
  await proxy?.close()
  await upstream?.close()
})

describe('upstream faults', () => {
  it('test 1: a refused connection is a 502 in the shape of the vendor', async () => {
    proxy = await serveProxy('http://127.0.0.1:9/v1')
    const start = performance.now()
    const response = await post()
    expect(performance.now() - start).toBeLessThan(2000)
    expect(response.status).toBe(502)
    const text = await response.text()
    expect(JSON.parse(text)).toMatchObject({ error: { code: 'upstream_unreachable' } })
    expect(text).not.toMatch(/ECONNREFUSED|\bat .*\.[jt]s/)
    await expect(anthropic().messages.create(MESSAGE)).rejects.toThrow(/could not be reached/)
  })

  it('test 2: a name that does not resolve is a 502', async () => {
    proxy = await serveProxy('http://no-such-host.invalid/v1')
    expect((await post()).status).toBe(502)
  })

  it('test 3: an upstream that never answers is a 504 and its socket is closed', async () => {
    await through(() => undefined, { limits: { headerTimeoutMs: 80 } })
    expect((await post()).status).toBe(504)
    await expect.poll(() => upstream?.sockets.size).toBe(0)
  })

  it('test 4: headers that drip are a 504', async () => {
    await through(
      ({ socket }) => {
        socket?.write('HTTP/1.1 200 OK\r\n')
        const drip = setInterval(() => socket?.write('x'), 20)
        socket?.on('close', () => clearInterval(drip))
      },
      { limits: { headerTimeoutMs: 150 } },
    )
    expect((await post()).status).toBe(504)
  })

  it('test 5: a 429 passes with its body and retry-after, and is not retried', async () => {
    await through((response) => {
      response.writeHead(429, { 'content-type': 'application/json', 'retry-after': '7' })
      response.end('{"error":{"message":"slow down"} }')
    })
    const response = await post()
    expect(response.status).toBe(429)
    expect(response.headers.get('retry-after')).toBe('7')
    expect(await response.text()).toBe('{"error":{"message":"slow down"} }')
    expect(upstream?.received).toHaveLength(1)
  })

  it.each([500, 503, 529])('test 6: a %i passes unchanged', async (status) => {
    const body = '{"type":"error", "error":{"type":"overloaded_error","message":"x"}}'
    await through(json(body, status))
    const response = await post()
    expect(response.status).toBe(status)
    expect(await response.text()).toBe(body)
  })

  it('test 7: HTML on a JSON route passes with its content-type', async () => {
    await through((response) => {
      response.writeHead(200, { 'content-type': 'text/html' })
      response.end('<p>hello')
    })
    const response = await post()
    expect(response.headers.get('content-type')).toBe('text/html')
    expect(await response.text()).toBe('<p>hello')
  })

  it('test 8: a JSON answer that is none passes unchanged', async () => {
    await through(json('{"choices": [oops'))
    const response = await post()
    expect(response.status).toBe(200)
    expect(await response.text()).toBe('{"choices": [oops')
  })

  it('test 9: a reset after three events delivers the three, then makes the SDK raise', async () => {
    await through(
      eventStream([CHUNK('a'), CHUNK('b'), CHUNK('c')], ({ socket }) => {
        setTimeout(() => socket?.destroy(), 200)
      }),
    )
    expect(await collectChat()).toEqual(['a', 'b', 'c', expect.stringMatching(/^! .*broke off/)])
    expect(proxy?.receipts.at(-1)).toMatchObject({ outcome: 'failed', failure: 'upstream_broken' })
  })

  it('test 9: what an alias held back is sent before the error', async () => {
    const held = aliasingCompressor(() => ({ '§01': 'a phrase' }))
    await through(
      eventStream([CHUNK('see §01 and §0')], ({ socket }) => {
        setTimeout(() => socket?.destroy(), 200)
      }),
      { compressor: held },
    )
    expect(await collectChat()).toEqual([
      'see a phrase and ',
      '§0',
      expect.stringMatching(/^! .*broke off/),
    ])
  })

  it('test 10: a clean end without a terminator makes the SDK raise, in every dialect', async () => {
    const begun: Record<string, string> = {
      '/v1/messages': 'event: ping\ndata: {"type":"ping"}\n\n',
      '/v1/responses': 'data: {"type":"response.created","sequence_number":0,"response":{}}\n\n',
    }
    await through((response, request) =>
      eventStream([begun[request.url] ?? CHUNK('a')])(response, request),
    )
    expect(await collectChat()).toEqual(['a', expect.stringMatching(/^! .*broke off/)])
    const raw = await (await post({ ...REQUEST, stream: true })).text()
    expect(raw).not.toContain('[DONE]')
    const message = await anthropic().messages.create({ ...MESSAGE, stream: true })
    await expect(drain(message)).rejects.toThrow(/broke off/)
    const answer = await openai().responses.create({ model: 'gpt-4o', input: 'x', stream: true })
    await expect(drain(answer)).rejects.toThrow(/broke off/)
  })

  it('test 11: an end after finish_reason without [DONE] is whole', async () => {
    await through(eventStream([CHUNK('a'), CHUNK('', 'stop')]))
    expect(await collectChat()).toEqual(['a', ''])
  })

  it('test 12: half an event before the end is dropped and the SDK raises', async () => {
    await through(eventStream([CHUNK('a'), 'data: {"id":"c1","choi']))
    expect(await collectChat()).toEqual(['a', expect.stringMatching(/^! .*broke off/)])
  })

  it('test 13: a malformed event passes verbatim, the stream goes on, and it is counted', async () => {
    const stream = `${CHUNK('a')}data: {oops\n\n${CHUNK('b', 'stop')}data: [DONE]\n\n`
    await through(eventStream([stream]))
    expect(await (await post({ ...REQUEST, stream: true })).text()).toBe(stream)
    expect(proxy?.receipts.at(-1)).toMatchObject({ outcome: 'complete', malformedEvents: 1 })
  })

  it('test 14: silence beyond the limit ends in an error, silence below it in a comment', async () => {
    await through(
      eventStream([CHUNK('a')], (response) => {
        setTimeout(() => response.write(CHUNK('b')), 150)
      }),
      { limits: { idleTimeoutMs: 400, keepaliveMs: 50 } },
    )
    const raw = await (await post({ ...REQUEST, stream: true })).text()
    expect(raw).toMatch(/"a"[\s\S]*: keepalive\n\n[\s\S]*"b"[\s\S]*did not answer in time/)
    await expect.poll(() => upstream?.sockets.size).toBe(0)
  })

  it('test 15: an emoji cut at every byte arrives whole', async () => {
    const text = '👩‍👩‍👧‍👦 你好 é'
    const stream = Buffer.from(`${CHUNK(text)}${CHUNK('', 'stop')}data: [DONE]\n\n`)
    await through(eventStream([...stream].map((byte) => Uint8Array.of(byte))))
    expect(await collectChat()).toEqual([text, ''])
  })

  it('test 16: one event of 20 MB is delivered', async () => {
    const text = 'x'.repeat(20 * 1024 * 1024)
    const stream = `${CHUNK(text)}${CHUNK('', 'stop')}data: [DONE]\n\n`
    await through(eventStream([stream]))
    const raw = await (await post({ ...REQUEST, stream: true })).text()
    expect(raw.length).toBe(stream.length)
  })

  it('test 17: a stream without a line end is cut at the cap', async () => {
    await through(
      (response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' })
        const piece = 'x'.repeat(64 * 1024)
        const more = (): void => {
          while (!response.destroyed && response.write(piece));
        }
        response.on('drain', more)
        more()
      },
      { limits: { maxEventBytes: 1024 * 1024 } },
    )
    const raw = await (await post({ ...REQUEST, stream: true })).text()
    expect(raw).toContain('more than 1048576 bytes')
    expect(raw.length).toBeLessThan(1000)
    await expect.poll(() => upstream?.sockets.size).toBe(0)
  })

  it('test 18: a body shorter than its content-length is an error, not a success', async () => {
    await through((response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' })
      response.write('{"choices":[]')
      setTimeout(() => response.socket?.destroy(), 20)
    })
    const response = await post()
    expect(response.status).toBe(502)
    expect(await response.json()).toMatchObject({ error: { code: 'upstream_broken' } })
  })

  it('test 20: a redirect is not followed, and the credential never leaves', async () => {
    const second = await startUpstream(json({}))
    await through((response) => {
      response.writeHead(307, { location: `${second.url}/elsewhere` })
      response.end()
    })
    expect((await post()).status).toBe(502)
    expect(second.received).toEqual([])
    await second.close()
  })
})
