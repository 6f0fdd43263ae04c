import { gzipSync } from 'node:zlib'
import { createMemoryStore } from '@x/pipeline'
import { afterEach, describe, expect, it } from 'vitest'
import type { ProxyOptions } from '../src/index.ts'
import { createMetrics } from '../src/node.ts'
import { type Answer, type FakeUpstream, json, startUpstream } from './fake-upstream.ts'
import { largeChatRequest } from './large-request.ts'
import { type ServedProxy, serveProxy } from './serve-proxy.ts'

const ORIGINAL = JSON.stringify(largeChatRequest())
const REFUSAL = '{"error":{"message":"cannot read this","type":"invalid_request_error"}}'

let upstream: FakeUpstream
const proxies: ServedProxy[] = []

async function through(answer: Answer, options: ProxyOptions = {}): Promise<ServedProxy> {
  upstream = await startUpstream(answer)
  return serve(options)
}

async function serve(options: ProxyOptions = {}): Promise<ServedProxy> {
  const proxy = await serveProxy(upstream.url, options)
  proxies.push(proxy)
  return proxy
}

function post(
  proxy: ServedProxy,
  body: string | Uint8Array<ArrayBuffer> = ORIGINAL,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(`${proxy.url}/v1/chat/completions`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: 'Bearer own',
      'x-session-id': 's',
      ...headers,
    },
    body,
  })
}

const sentBodies = (): string[] => upstream.received.map(({ body }) => body.toString('utf8'))

/** Takes only what nobody has rewritten. */
const refuseRewritten: Answer = (response, { body }) =>
  body.toString('utf8') === ORIGINAL
    ? json({ choices: [] })(response, {} as never)
    : json(REFUSAL, 400)(response, {} as never)

afterEach(async () => {
  for (const proxy of proxies.splice(0)) await proxy.close()
  await upstream.close()
})

describe('a rewritten body that the upstream refuses', () => {
  it('is sent once more as it came, and the caller sees that answer', async () => {
    const proxy = await through(refuseRewritten)
    const response = await post(proxy)
    expect(response.status).toBe(200)
    expect(response.headers.get('x-pith-status')).toBe('degraded;reason=upstream-refused')
    expect(response.headers.get('x-pith-tokens-after')).toBe(
      response.headers.get('x-pith-tokens-before'),
    )
    expect(sentBodies()).toEqual([expect.not.stringMatching(/^$/), ORIGINAL])
    expect(sentBodies()[0]).not.toBe(ORIGINAL)
    expect(proxy.receipts).toMatchObject([{ status: 200, isResent: true, compression: 'degraded' }])
  })

  it('lets its conversation go on raw, and no other one', async () => {
    const proxy = await through(refuseRewritten)
    await post(proxy)
    const again = await post(proxy)
    expect(again.headers.get('x-pith-status')).toBe('bypass;reason=upstream-refused-before')
    expect(sentBodies()).toHaveLength(3)
    const other = await post(proxy, ORIGINAL, { 'x-session-id': 'another' })
    expect(other.headers.get('x-pith-status')).toBe('degraded;reason=upstream-refused')
    const stranger = await post(proxy, ORIGINAL, { authorization: 'Bearer stranger' })
    expect(stranger.headers.get('x-pith-status')).toBe('degraded;reason=upstream-refused')
  })

  it('stays raw on another replica and after a restart, where they share a store', async () => {
    const shared = {
      store: createMemoryStore({ now: () => 0 }),
      secret: new TextEncoder().encode('of all replicas'),
    }
    await post(await through(refuseRewritten, shared))
    const replica = await post(await serve(shared))
    expect(replica.headers.get('x-pith-status')).toBe('bypass;reason=upstream-refused-before')
    expect(sentBodies()).toHaveLength(3)
  })

  it('goes out again in the coding in which it came', async () => {
    const proxy = await through((response, { headers }) =>
      headers['content-encoding'] === 'gzip'
        ? json({ choices: [] })(response, {} as never)
        : json(REFUSAL, 400)(response, {} as never),
    )
    const body = new Uint8Array(gzipSync(ORIGINAL))
    expect((await post(proxy, body, { 'content-encoding': 'gzip' })).status).toBe(200)
    expect([...(upstream.received[1]?.body ?? [])]).toEqual([...body])
  })

  it('was the fault of the caller where the original is refused too: that answer passes', async () => {
    const proxy = await through(json(REFUSAL, 400))
    const first = await post(proxy)
    expect(first.status).toBe(400)
    expect(await first.text()).toBe(REFUSAL)
    expect(sentBodies()).toHaveLength(2)
    expect((await post(proxy)).headers.get('x-pith-status')).toBe(
      'degraded;reason=upstream-refused',
    )
  })

  it('is not sent again where nothing was rewritten, nor for another status', async () => {
    const proxy = await through(json(REFUSAL, 400))
    await post(proxy, '{"messages":[]}')
    expect(sentBodies()).toHaveLength(1)
    await upstream.close()
    const other = await through(json(REFUSAL, 422))
    expect((await post(other)).status).toBe(422)
    expect(sentBodies()).toHaveLength(1)
  })

  it('is counted, and so is what it costs the cache of earlier turns', async () => {
    const metrics = await createMetrics({ hasProcessMetrics: false })
    let isStrict = false
    const proxy = await through(
      (response, request) =>
        isStrict ? refuseRewritten(response, request) : json({ choices: [] })(response, request),
      { metrics, onReceipt: metrics.observe },
    )
    const text = async (): Promise<string> => metrics.render()
    expect(await text()).toContain('pith_prefix_drift_total{cause="refused"} 0\n')
    await post(proxy)
    isStrict = true
    await post(proxy)
    await post(proxy)
    expect(await text()).toContain('pith_prefix_drift_total{cause="refused"} 1\n')
    expect(await text()).toContain('pith_prefix_drift_total{cause="render"} 0\n')
    expect(await text()).toContain('pith_resent_total{provider="openai"} 1\n')
  })
})

describe('retries', () => {
  const failing =
    (times: number, status: number, headers: Record<string, string> = {}): Answer =>
    (response, request) => {
      if (upstream.received.length > times) return json({ choices: [] })(response, request)
      response.writeHead(status, { 'content-type': 'application/json', ...headers })
      response.end('{}')
    }

  it('are none by default', async () => {
    const proxy = await through(failing(1, 503, { 'retry-after': '0' }))
    expect((await post(proxy)).status).toBe(503)
    expect(upstream.received).toHaveLength(1)
  })

  it.each([502, 503, 529])('come after a %i, as often as asked for', async (status) => {
    const proxy = await through(failing(2, status, { 'retry-after-ms': '5' }), { retries: 2 })
    expect((await post(proxy)).status).toBe(200)
    expect(proxy.receipts).toMatchObject([{ status: 200, retries: 2 }])
    expect(new Set(sentBodies()).size).toBe(1)
  })

  it('end, and the last answer passes as it is', async () => {
    const proxy = await through(failing(9, 503, { 'retry-after': '0' }), { retries: 2 })
    expect((await post(proxy)).status).toBe(503)
    expect(upstream.received).toHaveLength(3)
  })

  it.each([
    ['the upstream asks for a longer pause', 503, { 'retry-after': '3600' }],
    [
      'the upstream asks for a pause until a later day',
      503,
      { 'retry-after': 'Fri, 31 Dec 2100 23:59:59 GMT' },
    ],
    ['the upstream says not to', 503, { 'x-should-retry': 'false' }],
    ['the status is another one', 500, { 'retry-after': '0' }],
    ['the caller is asked to slow down', 429, { 'retry-after': '0' }],
  ])('do not come where %s', async (_case, status, headers) => {
    const proxy = await through(failing(1, status, headers), { retries: 3 })
    expect((await post(proxy)).status).toBe(status)
    expect(upstream.received).toHaveLength(1)
  })

  it('come where nobody can be connected, and the caller learns of it in the end', async () => {
    upstream = await startUpstream(json({}))
    const proxy = await serveProxy('http://127.0.0.1:9/v1', { retries: 1 })
    proxies.push(proxy)
    const started = performance.now()
    expect((await post(proxy)).status).toBe(502)
    expect(performance.now() - started).toBeGreaterThan(240)
  })

  it('do not come after a byte of the answer', async () => {
    const proxy = await through(
      (response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' })
        response.write('data: {"choices":[]}\n\n')
        setTimeout(() => response.socket?.destroy(), 20)
      },
      { retries: 3 },
    )
    expect(await (await post(proxy, '{"stream":true}')).text()).toContain('broke off')
    expect(upstream.received).toHaveLength(1)
  })

  it('do not come for a body that streams through unread', async () => {
    const proxy = await through(failing(1, 503, { 'retry-after': '0' }), { retries: 3 })
    const init = { method: 'POST', body: 'x', headers: { authorization: 'Bearer own' } }
    expect((await fetch(`${proxy.url}/v1/files`, init)).status).toBe(503)
    expect(upstream.received).toHaveLength(1)
  })

  it('end with the caller', async () => {
    const proxy = await through(failing(9, 503, { 'retry-after': '5' }), { retries: 3 })
    const controller = new AbortController()
    const { signal } = controller
    const answer = fetch(`${proxy.url}/v1/chat/completions`, { method: 'POST', body: '{}', signal })
    answer.catch(() => undefined)
    await expect.poll(() => upstream.received.length).toBe(1)
    controller.abort()
    await expect.poll(() => proxy.receipts).toMatchObject([{ status: 499 }])
    expect(upstream.received).toHaveLength(1)
  })

  it.each([-1, 1.5, 11])('cannot be %s', async (retries) => {
    upstream = await startUpstream(json({}))
    await expect(serveProxy(upstream.url, { retries })).rejects.toThrow(/retries must be/)
  })
})

describe('x-pith-session', () => {
  it('is the id of the conversation in the statistics, and differs between callers', async () => {
    const proxy = await through(json({ choices: [] }))
    const headers = { authorization: 'Bearer own', 'x-session-id': 's' }
    const first = await post(proxy)
    const label = first.headers.get('x-pith-session')
    expect(label).toMatch(/^[0-9a-f]{16}$/)
    const stats = await fetch(`${proxy.url}/v1/compression/stats`, { headers })
    expect(await stats.json()).toMatchObject({ conversation: { conversation_id: label } })
    const other = await post(proxy, ORIGINAL, { authorization: 'Bearer other' })
    expect(other.headers.get('x-pith-session')).not.toBe(label)
  })

  it('is one over the turns of a conversation without a name, and absent where no body is read', async () => {
    const proxy = await through(json({ choices: [] }))
    const { messages, ...rest } = largeChatRequest() as { messages: object[] }
    const next = { ...rest, messages: [...messages, { role: 'user', content: 'And?' }] }
    const labels = []
    for (const body of [ORIGINAL, JSON.stringify(next)]) {
      const response = await fetch(`${proxy.url}/v1/chat/completions`, { method: 'POST', body })
      labels.push(response.headers.get('x-pith-session'))
    }
    expect(labels[0]).toBe(labels[1])
    expect((await fetch(`${proxy.url}/v1/models`)).headers.has('x-pith-session')).toBe(false)
  })
})
