import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bundle } from '../../../test/harness/bundle.ts'
import { startWorkerd, type WorkerdApp } from '../../../test/harness/workerd.ts'

const CHUNKS = ['Two ', 'wait.'].map((content) => ({
  choices: [{ index: 0, delta: { content }, finish_reason: null }],
}))
const EVENTS = `${CHUNKS.map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`).join('')}data: [DONE]\n\n`
const WHOLE = {
  choices: [{ index: 0, message: { role: 'assistant', content: 'Two wait.' } }],
  usage: { prompt_tokens: 900, completion_tokens: 3 },
}

const rows = Array.from({ length: 300 }, (_, id) => ({
  order: `A-${1000 + id}`,
  total_cents: (id * 7919) % 10_007,
  status: id % 3 === 0 ? 'shipped' : 'waiting',
}))
const REQUEST = {
  model: 'gpt-4o',
  messages: [
    { role: 'user', content: 'Which orders wait?' },
    { role: 'tool', tool_call_id: 'call_1', content: JSON.stringify(rows, null, 2) },
  ],
}

describe('the Worker, in workerd', () => {
  const sent: {
    readonly url: string
    readonly authorization: string | null
    readonly body: string
  }[] = []
  let worker: WorkerdApp

  beforeAll(async () => {
    worker = await startWorkerd(join(import.meta.dirname, '../src/worker.ts'), {
      bindings: {
        PITH_UPSTREAM_OPENAI: 'https://model.example/v1',
        PITH_KEY_OPENAI: 'sk-operator',
        PITH_CLIENT_TOKEN: 'client',
        PITH_LOG: 'silent',
      },
      async outbound(request) {
        const { url, headers } = request
        const body = await request.text()
        sent.push({ url, authorization: headers.get('authorization'), body })
        if (!body.includes('"stream":true')) return Response.json(WHOLE)
        return new Response(EVENTS, { headers: { 'content-type': 'text/event-stream' } })
      },
    })
  })
  afterAll(() => worker.close())

  function post(body: unknown, token = 'client'): Promise<Response> {
    return worker.fetch('http://pith/v1/chat/completions', {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
    })
  }

  it('compresses a request, puts in the key of the operator and hands the answer back', async () => {
    const response = await post(REQUEST)
    expect(await response.json()).toEqual(WHOLE)
    expect(response.headers.get('x-pith-status')).toBe('hit;reason=exact')
    const { url, authorization, body } = sent.at(-1)!
    expect(url).toBe('https://model.example/v1/chat/completions')
    expect(authorization).toBe('Bearer sk-operator')
    expect(body.length).toBeLessThan(JSON.stringify(REQUEST).length / 2)
    const before = Number(response.headers.get('x-pith-tokens-before'))
    expect(Number(response.headers.get('x-pith-tokens-after'))).toBeLessThan(before / 2)
  })

  it('streams', async () => {
    const response = await post({ ...REQUEST, stream: true })
    expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/)
    expect(await response.text()).toBe(EVENTS)
  })

  it('forwards the same bytes every time, and a caller’s own key as it came', async () => {
    await post(REQUEST, 'sk-own')
    expect(sent.at(-1)?.authorization).toBe('Bearer sk-own')
    expect(sent.at(-1)?.body).toBe(sent[0]?.body)
  })

  it('answers its own routes', async () => {
    expect(await (await worker.fetch('http://pith/livez')).json()).toEqual({ status: 'ok' })
    const dry = await worker.fetch('http://pith/api/compress', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ text: JSON.stringify(rows) }),
    })
    expect(await dry.json()).toMatchObject({ fidelity: 'exact' })
    const text = rows.map(({ order, status }) => `Order ${order} is ${status} today.`).join(' ')
    const lossy = await worker.fetch('http://pith/api/compress', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ text, compression_rate: 0.2 }),
    })
    expect(await lossy.json()).toMatchObject({ loss: { backends: ['linear'] } })
    expect((await worker.fetch('http://pith/metrics')).status).toBe(401)
  })
})

describe('the bundle of the Worker', () => {
  it('holds nothing that only a server needs', async () => {
    const files = await bundle(join(import.meta.dirname, '../src/worker.ts'))
    const text = [...files.values()].join('\n')
    expect(text).toMatch(/createProxy/)
    expect(text).not.toMatch(/prom-client|better-sqlite|ioredis|worker_threads|from "undici"/)
  })
})

describe('a Worker with a variable that cannot be', () => {
  it('names it instead of serving', async () => {
    const worker = await startWorkerd(join(import.meta.dirname, '../src/worker.ts'), {
      bindings: { PITH_MODE: 'loud' },
    })
    const response = await worker.fetch('http://pith/livez')
    expect(response.status).toBe(500)
    expect(await response.text()).toBe(
      'PITH_MODE: must be one of hybrid, strict, aggressive, not "loud"\n',
    )
    await worker.close()
  })
})
