import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { storeContract } from '../../../pipeline/test/contract/state-store.ts'
import { createRedisStore, openRedis } from '../../src/redis.ts'
import { missingRedis, type RedisServer, startRedis } from './redis-server.ts'

const missing = missingRedis()

describe.runIf(missing === undefined)('Redis', () => {
  let server: RedisServer
  let stores = 0

  beforeAll(async () => {
    server = await startRedis()
  })
  afterAll(() => server.close())

  storeContract('redis', async () => {
    const client = await openRedis(server.url)
    stores += 1
    return {
      store: createRedisStore(client, { prefix: `test-${stores}:` }),
      advance: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
      close: () => client.disconnect(),
    }
  })

  it('keeps to its prefix', async () => {
    const client = await openRedis(server.url)
    await createRedisStore(client, { prefix: 'a:' }).set('key', 'value', 60_000)
    expect(await createRedisStore(client, { prefix: 'b:' }).get('key')).toBeUndefined()
    expect(await client.get('a:key')).toBe('value')
    client.disconnect()
  })
})

if (missing !== undefined) it('runs against a real server', (context) => context.skip(missing))

describe('Redis that is not there', () => {
  it('fails each call at once and tells of the error', async () => {
    const errors: Error[] = []
    const client = await openRedis('redis://127.0.0.1:9', (error) => void errors.push(error))
    await expect(createRedisStore(client).get('key')).rejects.toThrow()
    expect(errors[0]?.message).toMatch(/ECONNREFUSED/)
    client.disconnect()
  })
})
