import { createMemoryStore, type StateStore } from '@x/pipeline'
import { describe, expect, it } from 'vitest'
import { createPipelines } from '../src/compression/pipelines.ts'
import { createPipelineCompressor } from '../src/index.ts'
import { guardStore } from '../src/stores/guard-store.ts'
import { json, startUpstream } from './fake-upstream.ts'
import { largeChatRequest } from './large-request.ts'
import { serveProxy } from './serve-proxy.ts'

interface ChatRequest {
  readonly model: string
  readonly messages: readonly { readonly role: string; readonly content: string | null }[]
}

const secret = new TextEncoder().encode('a secret of the test')
const encode = (request: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(request))
const policy = { mode: 'hybrid', thresholdTokens: 1000 } as const

/** A system prompt of more than 1,024 tokens, which no stage changes: whatever follows, the prefix stays cacheable. */
const RULES = {
  role: 'system',
  content: Array.from({ length: 500 }, (_, at) => `rule ${(at * 7919) % 10007}`).join('; '),
}

/** The request of turn `turn` of one conversation: each turn adds a question and a tool result. */
function turnOf(turn: number, rows = 160): ChatRequest {
  const first = largeChatRequest(rows) as unknown as ChatRequest
  const [, ...round] = first.messages
  const later = Array.from({ length: turn }, (_, at) =>
    round.map((message) =>
      message.role === 'user' ? { ...message, content: `And on day ${at}?` } : message,
    ),
  )
  return { ...first, messages: [RULES, ...round, ...later.flat()] }
}

function job(request: unknown, model = 'gpt-4o') {
  return {
    body: encode({ ...(request as object), model }),
    dialect: 'openai-chat',
    policy,
  } as const
}

describe('a warm session', () => {
  it('is rendered as a cold one is, byte for byte, with the store, without it and on a replica', async () => {
    const store = createMemoryStore({ now: () => 0 })
    const warm = createPipelineCompressor()
    const replicas = [0, 1].map(() => createPipelineCompressor({ store, secret }))
    for (let turn = 0; turn < 5; turn += 1) {
      const cold = await createPipelineCompressor().compress(job(turnOf(turn)))
      const replica = replicas[turn % 2]!
      expect(cold.isChanged).toBe(true)
      for (const compressor of [warm, replica]) {
        expect(await compressor.compress(job(turnOf(turn)))).toMatchObject({
          body: cold.body,
          tokensAfter: cold.tokensAfter,
        })
      }
    }
  })

  it('has a pipeline that remembers, one for each policy and encoding', async () => {
    const pipelineFor = createPipelines(() => Promise.reject(new Error('no loss was asked for')))
    const wish = { model: 'gpt-4o', policy, isSent: true, isRemembered: true }
    const { pipeline } = await pipelineFor(wish)
    expect((await pipelineFor({ ...wish, model: 'gpt-4o-mini' })).pipeline).toBe(pipeline)
    for (const other of [
      { ...wish, model: 'claude-sonnet-4-6' },
      { ...wish, policy: { ...policy, thresholdTokens: 2000 } },
      { ...wish, isSent: false },
      { ...wish, isRemembered: false },
    ]) {
      expect((await pipelineFor(other)).pipeline).not.toBe(pipeline)
    }
  })

  it('forwards the same beginning in every turn', async () => {
    const upstream = await startUpstream(json({ choices: [] }))
    const proxy = await serveProxy(upstream.url, { mode: 'strict' })
    const texts: (string | null)[][] = []
    for (let turn = 0; turn < 3; turn += 1) {
      await fetch(`${proxy.url}/v1/chat/completions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-session-id': 's' },
        body: JSON.stringify(turnOf(turn)),
      })
      const { messages } = JSON.parse(`${upstream.received.at(-1)?.body}`) as ChatRequest
      texts.push(messages.map(({ content }) => content))
    }
    for (const [turn, earlier] of texts.entries()) {
      expect(texts.at(-1)?.slice(0, earlier.length), `turn ${turn}`).toEqual(earlier)
    }
    await proxy.close()
    await upstream.close()
  })
})

describe('the start rule', () => {
  it('never lets a prefix fall below what its provider caches', async () => {
    const compressor = createPipelineCompressor()
    const request = turnOf(0)
    const small = await compressor.compress(job(request, 'gpt-4o'))
    const large = await compressor.compress(job(request, 'claude-opus-4-6'))
    expect(small.status).toBe('hit')
    expect(small.tokensAfter).toBeLessThan(4096)
    expect(large.tokensAfter).toBeGreaterThanOrEqual(4096)
  })
})

describe('a store of the compressor', () => {
  it('needs a secret', () => {
    const store = createMemoryStore({ now: () => 0 })
    expect(() => createPipelineCompressor({ store })).toThrow(TypeError)
  })

  it('holds hashes and no text, and nothing that tells the tenant', async () => {
    const written: string[] = []
    const memory = createMemoryStore({ now: () => 0 })
    const store: StateStore = {
      ...memory,
      compareAndSet(key, expected, value, ttlMs) {
        written.push(key, value)
        return memory.compareAndSet(key, expected, value, ttlMs)
      },
    }
    await createPipelineCompressor({ store, secret }).compress({
      ...job(turnOf(1)),
      tenant: 'acme',
    })
    expect(written).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/), '{"verbatim":[]}'])
  })

  it('keeps verbatim what it has recorded as verbatim, in every later turn', async () => {
    const memory = createMemoryStore({ now: () => 0 })
    const compressor = createPipelineCompressor({ store: memory, secret })
    const plain = await createPipelineCompressor().compress(job(turnOf(0)))
    const failed = JSON.stringify({ verbatim: [plain.parts!.length - 1] })
    const first: StateStore = {
      ...memory,
      compareAndSet: async () => false,
      get: async () => failed,
    }
    const before = await createPipelineCompressor({ store: first, secret }).compress(job(turnOf(0)))
    expect(before.isChanged).toBe(false)

    const recording: StateStore = {
      ...memory,
      compareAndSet: (key, expected, _value, ttlMs) =>
        memory.compareAndSet(key, expected, failed, ttlMs),
    }
    await createPipelineCompressor({ store: recording, secret }).compress(job(turnOf(0)))
    const last = plain.parts!.length - 1
    for (const turn of [1, 2, 3]) {
      const { parts } = await compressor.compress(job(turnOf(turn)))
      expect(parts?.[last]?.fidelity, `turn ${turn}`).toBe('verbatim')
      expect(parts?.at(-1)?.fidelity).toBe('exact')
    }
  })

  it('is done without when it is lost: the same bytes, and the receipt says so', async () => {
    const broken = (): Promise<never> => Promise.reject(new Error('gone'))
    const store = { get: broken, set: broken, compareAndSet: broken, delete: broken }
    const failures: string[] = []
    const guarded = guardStore(store, { onFailure: (operation) => void failures.push(operation) })
    const lost = await createPipelineCompressor({ store: guarded, secret }).compress(job(turnOf(1)))
    const plain = await createPipelineCompressor().compress(job(turnOf(1)))
    expect(lost.body).toEqual(plain.body)
    expect(lost).toMatchObject({ status: 'degraded', reason: 'store-unavailable' })
    expect(failures).toContain('get')
  })
})
