import { existsSync } from 'node:fs'
import { createMemoryStore, type StateStore } from '@x/pipeline'
import { afterAll, describe, expect, it } from 'vitest'
import { createPipelineCompressor } from '../src/index.ts'
import { createFoldPool, type FoldPool } from '../src/node.ts'
import { largeChatRequest } from './large-request.ts'
import { notes, notesRequest } from './loss/half-keeper.ts'

const BUILT = new URL('../dist/fold-worker.mjs', import.meta.url)
const policy = { mode: 'strict', thresholdTokens: 0 } as const
const body = new TextEncoder().encode(JSON.stringify(largeChatRequest()))
const job = { body, dialect: 'openai-chat', policy } as const
const pools: FoldPool[] = []

function pool(options: Parameters<typeof createFoldPool>[0] = {}): FoldPool {
  const created = createFoldPool({ workerUrl: BUILT, threads: 1, ...options })
  pools.push(created)
  return created
}

afterAll(async () => {
  await Promise.all(pools.map((each) => each.close()))
})

describe.runIf(existsSync(BUILT))('the built thread', () => {
  it('gives what the same thread gives', async () => {
    const {
      elapsedMs: _here,
      stages: _stages,
      ...here
    } = await createPipelineCompressor().compress(job)
    const {
      elapsedMs: _there,
      stages: _others,
      ...there
    } = await pool({ threads: 2 }).compress({
      ...job,
      tenant: 'fe01',
    })
    expect(here.isChanged).toBe(true)
    expect(there).toEqual(here)
  })

  it('hands back the very bytes that nothing changed', async () => {
    const bytes = new TextEncoder().encode('{"messages":[]}')
    expect((await pool().compress({ ...job, body: bytes })).body).toBe(bytes)
  })

  it('compresses documents', async () => {
    const { output, savings } = await pool().compressDocument({
      source: '{ "a":  [1, 2] }',
      policy,
    })
    expect(savings).toBeGreaterThanOrEqual(0)
    expect(output).toContain('a')
  })

  it('drops text by the heuristic, and gives the original back to its sender', async () => {
    const { compress, readOriginal } = pool({ threads: 2 })
    const lossy = {
      body: new TextEncoder().encode(JSON.stringify(notesRequest(1))),
      dialect: 'openai-chat',
      policy: { mode: 'aggressive', thresholdTokens: 0 },
      tenant: 'fe01',
    } as const
    const { loss, originalKeys = [], body: sent } = await compress(lossy)
    expect(loss).toMatchObject({ parts: 1, backends: ['linear'], originals: 'memory' })
    expect(new TextDecoder().decode(sent)).toContain('dropped]')
    expect(await readOriginal!('fe01', originalKeys[0]!)).toBe(notes(1))
    expect(await readOriginal!('0000', originalKeys[0]!)).toBeUndefined()
  })

  it('test 47: reaches the store of the pool, and says so where it is lost', async () => {
    const kept = createMemoryStore({ now: () => 0 })
    const calls: string[] = []
    const watched = (isLost: boolean): StateStore => ({
      ...kept,
      get: async (key) => {
        calls.push(key)
        if (isLost) throw new Error('lost')
        return kept.get(key)
      },
    })
    const secret = new TextEncoder().encode('secret')
    expect((await pool({ store: watched(false), secret }).compress(job)).status).toBe('hit')
    expect(calls.length).toBeGreaterThan(0)
    const lost = await pool({ store: watched(true), secret }).compress(job)
    expect(lost).toMatchObject({ status: 'degraded', reason: 'store-unavailable', isChanged: true })
  })

  it('refuses work beyond its queue, and after its end', async () => {
    const small = pool({ maxQueue: 1 })
    const first = small.compress(job)
    await expect(small.compress(job)).rejects.toThrow('the queue is full')
    expect((await first).status).toBe('hit')
    await small.close()
    await expect(small.compress(job)).rejects.toThrow('the pool is closed')
  })
})

describe('a body that cannot reach the threshold', () => {
  const hybrid = { mode: 'hybrid', thresholdTokens: 4500 } as const
  const dead = new URL('data:text/javascript,process.exit(1)')
  const bytes = (length: number): Uint8Array => {
    const frame = '{"messages":[{"role":"user","content":""}]}'
    return new TextEncoder().encode(
      frame.replace('""', `"${'x '.repeat(length)}"`.slice(0, length - frame.length + 1) + '"'),
    )
  }

  it('is counted without a thread, as a thread counts it', async () => {
    const small = { ...job, body: bytes(4000), policy: hybrid }
    const { elapsedMs: _here, stages: _, ...here } = await pool({ workerUrl: dead }).compress(small)
    const plain = await createPipelineCompressor().compress(small)
    expect(here).toMatchObject({
      status: 'miss',
      tokensBefore: plain.tokensBefore,
      isChanged: false,
    })
    expect(here.tokensBefore).toBeGreaterThan(100)
  })

  it.each([
    ['it is long', { ...job, body: bytes(4600), policy: hybrid }],
    ['the mode is strict', { ...job, body: bytes(400) }],
    [
      'the threshold is high, and so is its length',
      { ...job, body: bytes(9000), policy: { ...hybrid, thresholdTokens: 1_000_000 } },
    ],
  ])('is left to a thread where %s', async (_case, asked) => {
    await expect(pool({ workerUrl: dead }).compress(asked)).rejects.toThrow('the thread has ended')
  })
})

describe('a thread that dies', () => {
  it('fails its jobs, and the next job gets a new one', async () => {
    const workerUrl = new URL(
      `data:text/javascript,${encodeURIComponent(
        `import { parentPort } from 'node:worker_threads'; parentPort.on('message', () => process.exit(1))`,
      )}`,
    )
    const dying = pool({ workerUrl })
    await expect(dying.compress(job)).rejects.toThrow('the thread has ended')
    await expect(dying.compress(job)).rejects.toThrow('the thread has ended')
  })

  it.each([
    [{ threads: 0 }, 'threads must be a whole number from 1 up: 0'],
    [{ maxQueue: 1.5 }, 'maxQueue must be a whole number from 1 up: 1.5'],
  ])('refuses %j', (options, message) => {
    expect(() => createFoldPool(options)).toThrow(message)
  })
})
