import { createMemoryStore, type StateStore } from '@x/pipeline'
import { describe, expect, it } from 'vitest'
import {
  type Compression,
  createPipelineCompressor,
  createProxy,
  type PipelineCompressorOptions,
  type ProxyOptions,
  type Receipt,
} from '../../src/index.ts'
import { createMetrics } from '../../src/node.ts'
import { createHalfKeeper, notes, notesRequest } from './half-keeper.ts'

const secret = new Uint8Array([1, 2, 3])
const policy = { mode: 'aggressive', thresholdTokens: 0 } as const
const loadKeeper = async () => createHalfKeeper()

function compressorOf(options: PipelineCompressorOptions = {}) {
  const compressor = createPipelineCompressor({ loadKeeper, ...options })
  return (request: unknown, tenant = 'a'): Promise<Compression> => {
    const body = new TextEncoder().encode(JSON.stringify(request))
    return compressor.compress({ body, dialect: 'openai-chat', policy, tenant })
  }
}

const contentsOf = ({ body }: { readonly body: Uint8Array | string }): unknown[] => {
  const text = typeof body === 'string' ? body : new TextDecoder().decode(body)
  return JSON.parse(text).messages.map(({ content }: { content: unknown }) => content)
}

/** A proxy over an upstream that notes what it was sent. */
function proxyOver(options: ProxyOptions = {}, compressor: PipelineCompressorOptions = {}) {
  const sent: string[] = []
  const receipts: Receipt[] = []
  const app = createProxy({
    mode: 'aggressive',
    thresholdTokens: 0,
    compressor: createPipelineCompressor({ loadKeeper, ...compressor }),
    fetch: async (_url, { body }) => {
      sent.push(await new Response(body as BodyInit).text())
      return Response.json({})
    },
    onReceipt: (receipt) => receipts.push(receipt),
    ...options,
  })
  const chat = async (request: unknown, credential = 'a') =>
    app.request('/v1/chat/completions', {
      method: 'POST',
      headers: { authorization: `Bearer ${credential}` },
      body: JSON.stringify(request),
    })
  return { app, chat, sent, receipts }
}

describe('mode aggressive', () => {
  it('drops text of tool results, and says so in headers, receipt and metrics', async () => {
    const metrics = await createMetrics({ hasProcessMetrics: false })
    const { chat, sent, receipts } = proxyOver()
    const response = await chat(notesRequest(1))
    await response.arrayBuffer()
    const [user, , tool] = contentsOf({ body: sent[0]! })
    expect(user).toBe('Who closes the gate?')
    expect(tool).toMatch(/\[\.\.\. 200 lines dropped\]$/)
    expect(response.headers.get('x-pith-status')).toBe('hit;reason=lossy')
    expect(response.headers.get('x-pith-loss')).toMatch(
      /^parts=1;rate=0.5;reached=0\.5\d*;originals=memory$/,
    )
    expect(receipts[0]).toMatchObject({
      fidelity: 'lossy',
      loss: { parts: 1, rateAsked: 0.5, originals: 'memory', backends: ['halves'] },
      fidelities: [{ fidelity: 'verbatim' }, { fidelity: 'lossy' }],
    })
    expect(receipts[0]!.stages[0]).toMatchObject({ name: 'keep' })
    metrics.observe(receipts[0]!)
    expect(await metrics.render()).toMatch(/pith_tokens_total\{[^}]*fidelity="lossy"/)
  })

  it('drops nothing in another mode, unless a loss is given', async () => {
    const hybrid = proxyOver({ mode: 'hybrid' })
    await hybrid.chat(notesRequest(1))
    expect(hybrid.sent[0]).toBe(JSON.stringify(notesRequest(1)))
    const strict = proxyOver({ mode: 'strict', loss: { rate: 0.6 } })
    await strict.chat(notesRequest(1))
    expect(strict.receipts.map(({ loss }) => loss?.rateAsked)).toEqual([0.6])
    expect(() => proxyOver({ loss: { rate: 2 } })).toThrow('loss.rate is 2')
  })

  it('says that something else scored than was asked for', async () => {
    const loadSlow = async () => createHalfKeeper('deadline of 300 ms')
    const { chat, receipts } = proxyOver({}, { loadKeeper: loadSlow })
    const response = await chat(notesRequest(1))
    expect(response.headers.get('x-pith-status')).toBe('degraded;reason=stage-failed')
    expect(response.headers.get('x-pith-loss')).toMatch(/;fallback$/)
    expect(receipts[0]?.loss?.fallbacks).toEqual(['deadline of 300 ms'])
  })
})

describe('originals', () => {
  it('are given back to their sender, and to nobody else', async () => {
    const { app, chat } = proxyOver()
    const keys = (await chat(notesRequest(1, 2))).headers.get('x-pith-originals')!.split(',')
    expect(keys).toHaveLength(2)
    const read = (key: string, credential: string) =>
      app.request(`/v1/compression/originals/${key}`, {
        headers: { authorization: `Bearer ${credential}` },
      })
    expect(await (await read(keys[1]!, 'a')).text()).toBe(notes(2))
    expect((await read(keys[1]!, 'b')).status).toBe(404)
    expect((await read('0'.repeat(64), 'a')).status).toBe(404)
  })

  it('are in the store before the shorter text leaves, and outlive the process', async () => {
    const store = createMemoryStore({ now: () => 0 })
    const values: string[] = []
    const watched: StateStore = {
      ...store,
      compareAndSet: async (key, expected, value, ttl) => {
        values.push(value)
        return store.compareAndSet(key, expected, value, ttl)
      },
    }
    const compression = await compressorOf({ store: watched, secret })(notesRequest(1))
    expect(JSON.parse(values[0]!)).toMatchObject({ tenant: 'a', original: notes(1) })
    expect(compression.loss?.originals).toBe('store')
    const next = createPipelineCompressor({ loadKeeper, store, secret })
    expect(await next.readOriginal!('a', compression.originalKeys![0]!)).toBe(notes(1))
  })

  it('that cannot be stored keep their text whole, in this turn and in the next', async () => {
    const store = createMemoryStore({ now: () => 0 })
    let isLost = true
    const flaky: StateStore = {
      ...store,
      compareAndSet: async (key, expected, value, ttl) => {
        if (isLost && value.includes('"original"')) throw new Error('the disk is full')
        return store.compareAndSet(key, expected, value, ttl)
      },
    }
    const first = await compressorOf({ store: flaky, secret })(notesRequest(1))
    expect(first).toMatchObject({ status: 'degraded', isChanged: false })
    expect(first.loss).toBeUndefined()
    isLost = false
    const second = await compressorOf({ store: flaky, secret })(notesRequest(1, 2))
    expect(contentsOf(second)[2]).toBe(notes(1))
    expect(contentsOf(second)[4]).toMatch(/lines dropped\]$/)
  })
})

describe('what was sent', () => {
  it('stays sent: turn by turn, on one process or several, with or without a store', async () => {
    const store = createMemoryStore({ now: () => 0 })
    const last = contentsOf(await compressorOf()(notesRequest(1, 2, 3)))
    const one = compressorOf({ store, secret })
    for (const seeds of [[1], [1, 2], [1, 2, 3]]) {
      const turn = notesRequest(...seeds)
      const expected = last.slice(0, contentsOf({ body: JSON.stringify(turn) }).length)
      expect(contentsOf(await one(turn))).toEqual(expected)
      expect(contentsOf(await compressorOf({ store, secret })(turn))).toEqual(expected)
      expect(contentsOf(await compressorOf()(turn))).toEqual(expected)
    }
  })
})
