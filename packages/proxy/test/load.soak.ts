import { readdirSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { afterEach, expect, it } from 'vitest'
import { createFoldPool, type FoldPool } from '../src/node.ts'
import { eventStream, type FakeUpstream, startUpstream } from './fake-upstream.ts'
import { largeChatRequest } from './large-request.ts'
import { type ServedProxy, serveProxy } from './serve-proxy.ts'

const CHUNK = `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content: 'word ' }, finish_reason: null }] })}\n\n`
const END = `data: ${JSON.stringify({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] })}\n\ndata: [DONE]\n\n`

/** Minutes of steady load; ten by the book, less where somebody waits. */
const MINUTES = Number(process.env.PITH_SOAK_MINUTES ?? 10)
const REQUESTS_PER_SECOND = 50

let upstream: FakeUpstream
let proxy: ServedProxy
let pool: FoldPool

async function serve(): Promise<void> {
  upstream = await startUpstream(eventStream([CHUNK, CHUNK, CHUNK, END]))
  pool = createFoldPool()
  proxy = await serveProxy(upstream.url, { compressor: pool })
}

afterEach(async () => {
  await proxy.close()
  await pool.close()
  await upstream.close()
})

const ROUNDS = 3
let sessions = 0

function fresh(): string {
  sessions += 1
  return sessions.toString(16).padStart(8, '0')
}

/** 99th percentile of the event loop's delay in milliseconds, while 64 pieces of work are under way. */
async function delayOf64(work: () => Promise<unknown>): Promise<number> {
  const delay = monitorEventLoopDelay({ resolution: 5 })
  delay.enable()
  await Promise.all(Array.from({ length: 64 }, work))
  delay.disable()
  upstream.received.length = 0
  return delay.percentile(99) / 1e6
}

function median(values: readonly number[]): number {
  return [...values].sort((left, right) => left - right)[values.length >> 1] as number
}

async function ask(body: string, session: string): Promise<string> {
  const response = await fetch(`${proxy.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: 'Bearer own', 'x-session-id': session },
    body,
  })
  return response.text()
}

function descriptors(): number {
  return readdirSync('/proc/self/fd').length
}

function residentMegabytes(): number {
  globalThis.gc?.()
  return process.memoryUsage().rss / 1e6
}

it('test 24: serves while 1,000 connections idle, in bounded memory', async () => {
  await serve()
  const before = residentMegabytes()
  const { hostname, port } = new URL(proxy.url)
  const sockets: Socket[] = []
  for (let index = 0; index < 1000; index++) {
    sockets.push(connect(Number(port), hostname))
    if (index % 100 === 0) await new Promise((resolve) => setTimeout(resolve, 20))
  }
  expect(await ask('{"stream":true}', 's')).toContain('[DONE]')
  expect(residentMegabytes() - before).toBeLessThan(150)
  for (const socket of sockets) socket.destroy()
})

it('test 46: 64 large requests at once hold the event loop up for less than 50 ms', async () => {
  await serve()
  const body = JSON.stringify({ ...largeChatRequest(1700), stream: true })
  expect(body.length).toBeGreaterThan(200_000)
  await ask(body, 'warm')
  const job = {
    body: new TextEncoder().encode(body),
    dialect: 'openai-chat',
    policy: { mode: 'hybrid', thresholdTokens: 4500 },
  } as const
  const idle: number[] = []
  const serving: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    // The same folds on the same threads while this loop has nothing to do: what the machine alone takes from it.
    idle.push(await delayOf64(() => pool.compress({ ...job, tenant: fresh() })))
    serving.push(await delayOf64(() => ask(body, fresh())))
  }
  expect(median(serving) - median(idle)).toBeLessThan(50)
})

it(`test 55: ${MINUTES} minutes at ${REQUESTS_PER_SECOND} requests a second grow neither memory nor descriptors`, async () => {
  await serve()
  const body = JSON.stringify({ ...largeChatRequest(60), stream: true })
  const samples: number[] = []
  const pending = new Set<Promise<unknown>>()
  let failures = 0
  const started = Date.now()
  const warm = descriptors()
  for (let sent = 0; Date.now() - started < MINUTES * 60_000; sent++) {
    const answer = ask(body, `s${sent % 200}`)
      .then((text) => {
        if (!text.endsWith('[DONE]\n\n')) failures++
      })
      .finally(() => pending.delete(answer))
    pending.add(answer)
    if (sent % (REQUESTS_PER_SECOND * 10) === 0) {
      // What the test itself keeps of each request is no growth of the proxy.
      upstream.received.length = 0
      proxy.receipts.length = 0
      samples.push(residentMegabytes())
    }
    const due = started + ((sent + 1) * 1000) / REQUESTS_PER_SECOND
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - Date.now())))
  }
  await Promise.all(pending)
  expect(failures).toBe(0)
  const settled = samples.slice(Math.floor(samples.length / 3))
  const half = Math.floor(settled.length / 2)
  const mean = (values: number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length
  expect(mean(settled.slice(half)) - mean(settled.slice(0, half))).toBeLessThan(40)
  expect(descriptors() - warm).toBeLessThan(300)
})
