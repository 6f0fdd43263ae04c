import { describe, expect, it } from 'vitest'
import { createProxy, type ProxyOptions } from '../src/index.ts'
import { largeChatRequest } from './large-request.ts'
import { notes } from './loss/half-keeper.ts'

const INDENTED = JSON.stringify({ rows: Array.from({ length: 40 }, (_, id) => ({ id })) }, null, 2)

function post(
  path: string,
  body: unknown,
  options: ProxyOptions = {},
  headers: Record<string, string> = {},
): Promise<Response> {
  return Promise.resolve(
    createProxy(options).request(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    }),
  )
}

async function errorOf(response: Response): Promise<string> {
  const { error } = (await response.json()) as { error: { message: string } }
  return `${response.status} ${error.message}`
}

describe('POST /api/compress', () => {
  it('compresses a text and answers in the fields of the command line', async () => {
    const result = await (await post('/api/compress', { text: INDENTED, model: 'gpt-4o' })).json()
    expect(result).toMatchObject({
      model: 'gpt-4o',
      encoding: 'o200k_base',
      approximate: false,
      fidelity: 'exact',
      stages: [{ name: 'notation' }, {}, {}],
      text: expect.any(String),
    })
    const { tokensBefore, tokensAfter, savings } = result as Record<string, number>
    expect(tokensAfter).toBeLessThan(tokensBefore as number)
    expect(savings).toBeCloseTo(1 - (tokensAfter as number) / (tokensBefore as number))
  })

  it('compresses the messages of a chat request and leaves every number as written', async () => {
    const request = JSON.stringify({ ...largeChatRequest(), extra: 1 }).replace(
      '"content":"Which',
      '"n":1.0,"content":"Which',
    )
    const text = await (await post('/api/compress', request)).text()
    expect(text).toContain('"n":1.0')
    expect(JSON.parse(text)).toMatchObject({ model: 'gpt-4o', messages: [{}, {}, {}, {}] })
  })

  it('takes 50 documents and refuses 51', async () => {
    const documents = Array.from({ length: 50 }, () => INDENTED)
    const { results } = (await (await post('/api/compress', { documents })).json()) as {
      results: unknown[]
    }
    expect(results).toHaveLength(50)
    const refused = await post('/api/compress', { documents: [...documents, 'x'] })
    expect(await errorOf(refused)).toMatch(/^400 documents: .*50/)
  })

  it.each([
    ['{oops', /^400 .*not JSON/],
    ['{}', /^400 text: /],
    ['{"text":1}', /^400 text: /],
    ['{"text":"a","mode":"max"}', /^400 mode: /],
    ['{"text":"a","compression_rate":2}', /^400 compression_rate: /],
    ['{"text":"a","rate":0.5}', /^400 .*"rate"/],
    ['null', /^400 body: /],
  ])('refuses %s and says why', async (body, message) => {
    expect(await errorOf(await post('/api/compress', body))).toMatch(message)
  })

  it('refuses what a page of another site could send without asking', async () => {
    const response = await post(
      '/api/compress',
      '{"text":"a"}',
      {},
      { 'content-type': 'text/plain' },
    )
    expect(response.status).toBe(415)
  })

  it('drops nothing where exact forms reach the rate, and says so', async () => {
    const response = await post('/api/compress', { text: INDENTED, compression_rate: 0.5 })
    expect(await response.json()).toMatchObject({
      fidelity: 'exact',
      rate: { requested: 0.5, applied: null, reason: 'exact forms reach the rate' },
      loss: null,
    })
  })

  it('drops text at the rate that was asked for, and says what and how well', async () => {
    const text = notes(1, 60)
    const response = await post('/api/compress', { text, compression_rate: 0.5 })
    const result = (await response.json()) as LossyResult
    expect(result).toMatchObject({
      fidelity: 'lossy',
      rate: { requested: 0.5, reason: 'kept by linear' },
      content_type: expect.any(String),
      density: { structure_ratio: expect.any(Number) },
      loss: { parts: 1, backends: ['linear'], fallbacks: [] },
      quality: { compared: 'the text and what was kept of it' },
    })
    expect(result.text).toMatch(/^~lossy\n/)
    expect(result.text).toContain('dropped]')
    expect(result.rate.applied).toBeGreaterThan(0.2)
    expect(result.rate.applied).toBeLessThanOrEqual(result.rate.aimed! + 0.02)
    expect(result.quality!.information_retention).toBeLessThanOrEqual(1)
  })

  it.each([
    [{ preset: 'light' }, 0.8],
    [{ preset: 'balanced' }, 0.5],
    [{ preset: 'max' }, 0.3],
    [{ preset: 'max', compression_rate: 0.6 }, 0.6],
    [{ strategy: 'structured' }, 0.5],
    [{ mode: 'aggressive', threshold_tokens: 0 }, 0.5],
  ])('takes %j for a rate of %d', async (wish, requested) => {
    const response = await post('/api/compress', { text: notes(1, 60), ...wish })
    const { rate, fidelity } = (await response.json()) as LossyResult
    expect([rate.requested, fidelity]).toEqual([requested, 'lossy'])
  })

  it.each([
    [{}],
    [{ strategy: 'auto' }],
    [{ compression_rate: 1 }],
    [{ strategy: 'lossless', preset: 'max' }],
  ])('drops nothing for %j', async (wish) => {
    const response = await post('/api/compress', { text: notes(1, 60), ...wish })
    const { rate, fidelity, loss } = (await response.json()) as LossyResult
    expect([rate.applied, fidelity, loss]).toEqual([null, 'verbatim', null])
  })

  it('keeps no less at a higher rate', async () => {
    const shares: number[] = []
    for (const compression_rate of [0.2, 0.5, 0.8]) {
      const response = await post('/api/compress', { text: notes(2, 80), compression_rate })
      shares.push(((await response.json()) as LossyResult).rate.applied!)
    }
    expect(shares).toEqual(shares.toSorted())
    expect(new Set(shares).size).toBe(3)
  })
})

interface LossyResult {
  readonly fidelity: string
  readonly text: string
  readonly rate: {
    readonly requested: number | null
    readonly aimed: number | null
    readonly applied: number | null
  }
  readonly loss: unknown
  readonly quality?: { readonly information_retention: number }
}

describe('GET /api/config, /api/health and /openapi.json', () => {
  const get = async (path: string): Promise<unknown> => (await createProxy().request(path)).json()

  it('tells presets, strategies and defaults', async () => {
    expect(await get('/api/config')).toMatchObject({
      presets: { light: 0.8, balanced: 0.5, max: 0.3 },
      strategies: ['auto', 'structured', 'natural', 'lossless'],
      defaults: { mode: 'hybrid', threshold_tokens: 4500 },
    })
  })

  it('describes its routes in OpenAPI 3.1', async () => {
    const { openapi, paths } = (await get('/openapi.json')) as {
      openapi: string
      paths: Record<string, unknown>
    }
    expect(openapi).toBe('3.1.0')
    expect(Object.keys(paths)).toEqual(
      expect.arrayContaining(['/api/compress', '/api/compare', '/api/config', '/api/health']),
    )
  })

  it('knows no other route of its own', async () => {
    expect((await createProxy().request('/api/nothing')).status).toBe(404)
  })
})

describe('POST /api/compare', () => {
  const answer = (text: string): string =>
    [
      { choices: [{ index: 0, delta: { content: text }, finish_reason: null }] },
      { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] },
      { choices: [], usage: { prompt_tokens: 9, completion_tokens: text.length } },
    ]
      .map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`)
      .join('')

  const sent: { body: string; authorization: string | null }[] = []
  const options: ProxyOptions = {
    upstreams: { openai: { key: 'sk-operator' } },
    isTrusted: () => true,
    fetch: async (_url, { body, headers }) => {
      const text = await new Response(body as BodyInit).text()
      sent.push({ body: text, authorization: headers.get('authorization') })
      return new Response(answer(text.length > 2000 ? 'Forty rows.' : 'Forty rows: "id" 39.'), {
        headers: { 'content-type': 'text/event-stream' },
      })
    },
  }
  const request = { model: 'gpt-4o', user_prompt: INDENTED, compression_rate: 0.5 }

  async function events(): Promise<[string, Record<string, unknown>][]> {
    const text = await (await post('/api/compare', request, options)).text()
    return [...text.matchAll(/event: (\w+)\ndata: (.*)\n\n/g)].map(([, name, data]) => [
      String(name),
      JSON.parse(String(data)),
    ])
  }

  it('streams both arms and closes with the sentinel', async () => {
    const seen = await events()
    const names = seen.map(([name]) => name)
    expect(names.slice(0, 2)).toEqual(['dict_info', 'compression_info'])
    expect(names.slice(-4)).toEqual(['dict_stats', 'quality', 'output_guard', 'stream_end'])
    expect(names.slice(2, -4).toSorted()).toEqual([
      'compact_done',
      'compact_token',
      'direct_done',
      'direct_token',
    ])
    const data = Object.fromEntries(seen)
    expect(data.compression_info).toMatchObject({
      content_type: 'json_api',
      rate: { requested: 0.5, applied: null },
    })
    expect(data.output_guard).toMatchObject({ unit: 'tokens' })
    const { original_tokens, compressed_tokens } = data.compression_info as Record<string, number>
    expect(compressed_tokens).toBeLessThan(original_tokens as number)
  })

  it('sends one arm with less text where a rate is named', async () => {
    sent.length = 0
    const wish = { model: 'gpt-4o', user_prompt: notes(1, 80), preset: 'max' }
    const text = await (await post('/api/compare', wish, options)).text()
    const info = JSON.parse(/event: compression_info\ndata: (.*)\n/.exec(text)![1]!)
    expect(info).toMatchObject({
      fidelity: 'lossy',
      rate: { requested: 0.3, reason: 'kept by linear' },
      loss: { parts: 1 },
    })
    expect(info.compressed_tokens / info.original_tokens).toBeLessThan(0.6)
    const prompts = sent.map(({ body }) => JSON.parse(body).messages[0].content as string)
    expect(prompts).toContain(wish.user_prompt)
    expect(prompts.some((prompt) => prompt.includes('dropped]'))).toBe(true)
  })

  it('sends one arm as it is and one compressed, with the key of the operator', async () => {
    sent.length = 0
    await events()
    const [long, short] = sent.toSorted((a, b) => b.body.length - a.body.length)
    expect(JSON.parse(long?.body ?? '').messages[0].content).toBe(INDENTED)
    expect(short?.body.length).toBeLessThan(long?.body.length ?? 0)
    expect(sent.map(({ authorization }) => authorization)).toEqual([
      'Bearer sk-operator',
      'Bearer sk-operator',
    ])
  })

  it('refuses strangers', async () => {
    const response = await post('/api/compare', request, { ...options, isTrusted: () => false })
    expect(response.status).toBe(401)
  })

  it('tells of an arm that failed, in place of its answer', async () => {
    const failing = { ...options, fetch: async () => new Response('no', { status: 503 }) }
    const text = await (await post('/api/compare', request, failing)).text()
    expect(text).toContain('the upstream answered 503')
    expect(text).toMatch(/event: stream_end\n/)
  })
})
