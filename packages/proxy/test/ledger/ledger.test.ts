import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Receipt } from '../../src/index.ts'
import { createLibsqlLedger, openSqlite, type SqliteDatabase } from '../../src/libsql.ts'
import { createMetrics } from '../../src/node.ts'
import { json, startUpstream } from '../fake-upstream.ts'
import { largeChatRequest } from '../large-request.ts'
import { serveProxy } from '../serve-proxy.ts'

const folder = mkdtempSync(join(tmpdir(), 'pith-ledger-'))
const usage = {
  prompt_tokens: 4000,
  completion_tokens: 20,
  prompt_tokens_details: { cached_tokens: 1024 },
}
const ANSWER = {
  choices: [{ index: 0, message: { role: 'assistant', content: 'ok' }, finish_reason: 'stop' }],
  usage,
}

let database: SqliteDatabase
let files = 0

beforeEach(async () => {
  files += 1
  database = await openSqlite(join(folder, `${files}.db`))
})
afterEach(() => void database.close())
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function rows(sql: string): Record<string, unknown>[] {
  return (database.prepare(sql).all() as Record<string, unknown>[]).map(
    ({ _metadata, ...row }) => row,
  )
}

function receiptOf(requestId: string): Receipt {
  return {
    requestId,
    route: '/v1/chat/completions',
    provider: 'openai',
    status: 200,
    compression: 'miss',
    reason: 'nothing-wins',
    stages: [],
    outcome: 'complete',
    isDemo: false,
    compressionMs: 1,
  }
}

async function sendOne(onReceipt: (receipt: Receipt) => void): Promise<Response> {
  const upstream = await startUpstream(json(ANSWER))
  const proxy = await serveProxy(upstream.url, { onReceipt })
  const response = await fetch(`${proxy.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer sk-own' },
    body: JSON.stringify(largeChatRequest()),
  })
  await response.arrayBuffer()
  await proxy.close()
  await upstream.close()
  return response
}

describe('the ledger', () => {
  it('holds a request by stage, fidelity and cache region, priced with the usage of the upstream', async () => {
    const ledger = createLibsqlLedger(database)
    const response = await sendOne(ledger.record)
    ledger.flush()
    const before = Number(response.headers.get('x-pith-tokens-before'))
    const after = Number(response.headers.get('x-pith-tokens-after'))
    expect(rows('select * from pith_requests')).toEqual([
      expect.objectContaining({
        route: '/v1/chat/completions',
        model: 'gpt-4o',
        compression: 'hit',
        fidelity: 'exact',
        outcome: 'complete',
        tokens_before: before,
        tokens_after: after,
        input_tokens: 4000,
        cache_read_tokens: 1024,
        output_tokens: 20,
        price_rules: 'openai-gpt-4o',
        price_paid: 1024 * 0.5 + 2976,
      }),
    ])
    const stages = rows('select * from pith_request_stages where tokens_after < tokens_before')
    expect(stages.map(({ stage }) => stage)).toContain('notation')
    const sum = rows(
      'select sum(tokens_before) as before, sum(tokens_after) as after from pith_request_fidelities',
    )
    expect(sum).toEqual([{ before, after }])
    const saved = rows('select sum(tokens_saved * multiplier) as saved from pith_request_regions')
    const { priceSaved, ...summary } = ledger.summarize()
    expect(priceSaved).toBeCloseTo(Number(saved[0]?.saved), 2)
    expect(priceSaved).toBeGreaterThan(0)
    expect(summary).toEqual({
      requests: 1,
      tokensBefore: before,
      tokensAfter: after,
      pricedRequests: 1,
      pricePaid: 1024 * 0.5 + 2976,
    })
    expect(JSON.stringify(rows('select * from pith_requests'))).not.toMatch(/sk-own|warehouse|A-1/)
    ledger.close()
  })

  it('writes what waits by itself, and when it closes', async () => {
    const ledger = createLibsqlLedger(database, { flushMs: 10 })
    ledger.record(receiptOf('a'))
    expect(rows('select id from pith_requests')).toEqual([])
    await expect.poll(() => rows('select id from pith_requests')).toEqual([{ id: 'a' }])
    ledger.record(receiptOf('b'))
    ledger.close()
    expect(rows('select id from pith_requests')).toHaveLength(2)
    ledger.record(receiptOf('c'))
    expect(ledger.dropped()).toBe(1)
  })

  it('drops and counts what it cannot hold', () => {
    const ledger = createLibsqlLedger(database, { maxPending: 2 })
    for (const id of ['a', 'b', 'c']) ledger.record(receiptOf(id))
    ledger.close()
    expect(ledger.dropped()).toBe(1)
    expect(ledger.summarize().requests).toBe(2)
  })

  it('tries again after a write that failed', async () => {
    const errors: unknown[] = []
    const onError = (error: unknown): void => void errors.push(error)
    const ledger = createLibsqlLedger(database, { onError, flushMs: 10 })
    database.exec('alter table pith_requests rename to away')
    ledger.record(receiptOf('a'))
    ledger.flush()
    expect(errors).toHaveLength(1)
    database.exec('alter table away rename to pith_requests')
    await expect.poll(() => ledger.summarize().requests).toBe(1)
    ledger.close()
  })

  it('forgets what is older than its retention', () => {
    let clock = 0
    const ledger = createLibsqlLedger(database, { now: () => clock, retentionDays: 1 })
    ledger.record({
      ...receiptOf('old'),
      stages: [{ name: 's', tokensBefore: 2, tokensAfter: 1, elapsedMs: 0 }],
    })
    ledger.flush()
    clock = 2 * 86_400_000
    ledger.record(receiptOf('new'))
    ledger.close()
    expect(rows('select id from pith_requests')).toEqual([{ id: 'new' }])
    expect(rows('select * from pith_request_stages')).toEqual([])
  })

  it('sums from a moment on', () => {
    let clock = 1000
    const ledger = createLibsqlLedger(database, { now: () => clock })
    ledger.record(receiptOf('a'))
    clock = 2000
    ledger.record(receiptOf('b'))
    ledger.close()
    expect(ledger.summarize(1500).requests).toBe(1)
  })

  it('refuses the tables of another version', () => {
    createLibsqlLedger(database).close()
    database.exec('update pith_ledger set version = 99')
    expect(() => createLibsqlLedger(database)).toThrow(/version 99/)
  })
})

describe('GET /metrics', () => {
  it('shows the operator what was saved, in the text format of Prometheus', async () => {
    const metrics = await createMetrics()
    await sendOne(metrics.observe)
    const proxy = await serveProxy(undefined, { metrics })
    const response = await fetch(`${proxy.url}/metrics`)
    const text = await response.text()
    await proxy.close()
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/)
    expect(text).toMatch(
      /pith_requests_total\{provider="openai",route="\/v1\/chat\/completions",status="2xx",outcome="complete",compression="hit"\} 1\n/,
    )
    expect(text).toMatch(
      /pith_upstream_tokens_total\{provider="openai",region="cache-read"\} 1024\n/,
    )
    expect(text).toMatch(/pith_input_price_total\{rules="openai-gpt-4o",kind="saved"\} \d/)
    expect(text).toMatch(/pith_compression_seconds_count 1\n/)
    expect(text).toMatch(/nodejs_eventloop_lag_p99_seconds/)
  })

  it('test 35: is closed to others without the admin token', async () => {
    const metrics = await createMetrics({ hasProcessMetrics: false })
    const proxy = await serveProxy(undefined, {
      metrics,
      adminToken: 'secret',
      isTrusted: () => false,
    })
    const status = async (authorization?: string): Promise<number> => {
      const headers = authorization === undefined ? {} : { authorization }
      return (await fetch(`${proxy.url}/metrics`, { headers })).status
    }
    expect([await status(), await status('Bearer wrong'), await status('Bearer secret')]).toEqual([
      401, 403, 200,
    ])
    await proxy.close()
  })

  it('answers 404 where nothing is counted, and never forwards the path', async () => {
    const upstream = await startUpstream(json({}))
    const proxy = await serveProxy(upstream.url)
    expect((await fetch(`${proxy.url}/metrics`)).status).toBe(404)
    expect(upstream.received).toEqual([])
    await proxy.close()
    await upstream.close()
  })
})
