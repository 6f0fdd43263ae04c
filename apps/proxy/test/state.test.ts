import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLibsqlLedger, openSqlite } from '@x/proxy/libsql'
import { openRedis } from '@x/proxy/redis'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { missingRedis, startRedis } from '../../../packages/proxy/test/stores/redis-server.ts'
import { readEnvironment } from '../src/environment.ts'
import { createLog } from '../src/log.ts'
import { type RunningServer, startServer } from '../src/server.ts'

const folder = mkdtempSync(join(tmpdir(), 'pith-state-'))
const rows = Array.from({ length: 300 }, (_, id) => ({
  id,
  shelf: 'north',
  weight: (id * 7919) % 10_007,
  batch: `${(id * 104_729) % 99_991}-${(id * 31) % 97}`,
}))
const bodies: string[] = []
let upstream: Server

beforeAll(async () => {
  upstream = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      bodies.push(body)
      response.writeHead(200, { 'content-type': 'application/json' })
      response.end('{"choices":[],"usage":{"prompt_tokens":2000,"completion_tokens":1}}')
    })
  })
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve))
})
afterAll(async () => {
  upstream.closeAllConnections()
  await new Promise((resolve) => upstream.close(resolve))
  rmSync(folder, { recursive: true, force: true })
})

async function start(variables: Record<string, string>): Promise<RunningServer> {
  const url = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}/v1`
  const environment = readEnvironment({
    PITH_PORT: '0',
    PITH_LOG: 'silent',
    PITH_UPSTREAM_OPENAI: url,
    ...variables,
  })
  return startServer(environment, createLog('silent'))
}

/** Sends one turn of a conversation of one long tool result each. */
async function send(server: RunningServer, turns: number): Promise<Response> {
  const content = JSON.stringify(rows, null, 2)
  const messages = Array.from({ length: turns }, (_, at) => [
    { role: 'user', content: `Which units are there on day ${at}?` },
    { role: 'tool', tool_call_id: `call_${at}`, content: `${content}${' '.repeat(at)}` },
  ]).flat()
  const response = await fetch(`${server.address}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'gpt-4o', messages }),
  })
  await response.arrayBuffer()
  return response
}

const messagesOf = (body: string | undefined): unknown[] => JSON.parse(`${body}`).messages

describe('PITH_DATA_DIR', () => {
  it('holds the ledger and the state over a restart, and the same prefix goes out', async () => {
    const data = join(folder, 'data')
    const first = await start({ PITH_DATA_DIR: data })
    expect((await send(first, 1)).headers.get('x-pith-status')).toBe('hit;reason=exact')
    await first.stop()
    const second = await start({ PITH_DATA_DIR: data })
    await send(second, 2)
    await second.stop()
    const [before, after] = bodies.slice(-2).map(messagesOf)
    expect(after?.slice(0, 2)).toEqual(before)

    const ledger = await openSqlite(join(data, 'ledger.db'))
    expect(createLibsqlLedger(ledger).summarize()).toMatchObject({ requests: 2, pricedRequests: 2 })
    ledger.close()
    const state = await openSqlite(join(data, 'state.db'))
    // One record for each turn, one for what was last forwarded of the conversation.
    expect(state.prepare('select count(*) as held from pith_state').get()).toMatchObject({
      held: 3,
    })
    state.close()
    expect(statSync(join(data, 'secret')).mode & 0o777).toBe(0o600)
  })

  it('stops the start in one line where the folder cannot be used', async () => {
    const file = join(folder, 'a-file')
    writeFileSync(file, '')
    await expect(start({ PITH_DATA_DIR: file })).rejects.toThrow(
      /^PITH_DATA_DIR: cannot use .*a-file/,
    )
  })
})

describe('PITH_REDIS_URL', () => {
  it('is shared by two nodes, which forward the same prefix', async (context) => {
    const missing = missingRedis()
    if (missing !== undefined) context.skip(missing)
    const redis = await startRedis()
    const nodes = await Promise.all([0, 1].map(() => start({ PITH_REDIS_URL: redis.url })))
    await send(nodes[0]!, 1)
    await send(nodes[1]!, 2)
    await send(nodes[0]!, 3)
    const [one, two, three] = bodies.slice(-3).map(messagesOf)
    expect(two?.slice(0, 2)).toEqual(one)
    expect(three?.slice(0, 4)).toEqual(two)
    const client = await openRedis(redis.url)
    expect(await client.get('pith:v1:secret')).toMatch(/^[0-9a-f]{64}$/)
    client.disconnect()
    for (const node of nodes) await node.stop()
    await redis.close()
  })

  it('is done without when it cannot be reached: requests go on, and say so', async () => {
    const server = await start({ PITH_REDIS_URL: 'redis://127.0.0.1:9' })
    const response = await send(server, 1)
    expect(response.status).toBe(200)
    expect(response.headers.get('x-pith-status')).toBe('degraded;reason=store-unavailable')
    const metrics = await (await fetch(`${server.address}/metrics`)).text()
    expect(metrics).toMatch(/pith_degraded_total\{op="store-get"\} [1-9]/)
    await server.stop()
  })
})

describe('PITH_CONFIG', () => {
  it('reaches the statistics of the proxy', async () => {
    const file = join(folder, 'pith.config.jsonc')
    writeFileSync(file, '{ "conversation_compression": { "max_conversations": 7 } } // few')
    const server = await start({ PITH_CONFIG: file })
    const stats = await (await fetch(`${server.address}/v1/compression/stats`)).json()
    expect(stats).toMatchObject({ conversation_compression: { config: { max_conversations: 7 } } })
    await server.stop()
    expect(existsSync(join(folder, 'secret'))).toBe(false)
  })
})
