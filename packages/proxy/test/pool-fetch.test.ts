import { afterEach, describe, expect, it } from 'vitest'
import { createPoolFetch, type PoolFetch } from '../src/node.ts'
import { type Answer, type FakeUpstream, json, startUpstream } from './fake-upstream.ts'

let upstream: FakeUpstream
let pool: PoolFetch

async function call(answer: Answer, method = 'POST', signal = new AbortController().signal) {
  upstream = await startUpstream(answer)
  pool = createPoolFetch()
  const headers = new Headers({ 'x-name': 'value' })
  const body = method === 'POST' ? new TextEncoder().encode('{}') : null
  const init = { method, headers, body, redirect: 'manual', signal, duplex: 'half' } as const
  return pool.fetch(`${upstream.url}/v1/x?y=1`, init)
}

afterEach(async () => {
  await upstream.close()
  await pool.close()
})

describe('the pool, called as a fetch', () => {
  it('answers with a Response', async () => {
    const response = await call(json({ ok: true }, 201))
    expect([response.status, await response.json()]).toEqual([201, { ok: true }])
    expect(upstream.received[0]).toMatchObject({ url: '/v1/x?y=1', headers: { 'x-name': 'value' } })
  })

  it('answers HEAD without a body', async () => {
    const response = await call(json({}), 'HEAD')
    expect([response.status, response.body]).toEqual([200, null])
  })

  it('rejects with the reason of its signal', async () => {
    const controller = new AbortController()
    const answer = call(() => controller.abort(new Error('enough')), 'POST', controller.signal)
    await expect(answer).rejects.toThrow('enough')
  })

  it('closes the connection when its body is cancelled', async () => {
    const response = await call((answer) => {
      answer.writeHead(200)
      answer.write('beginning')
    })
    await response.body?.cancel()
    await expect.poll(() => upstream.sockets.size).toBe(0)
  })
})
