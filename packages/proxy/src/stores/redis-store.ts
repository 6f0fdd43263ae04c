import type { StateStore } from '@x/pipeline'

/** What is used of a client of `ioredis`. */
export interface RedisClient {
  get(key: string): Promise<string | null>
  set(key: string, value: string, unit: 'PX', ms: number): Promise<unknown>
  set(key: string, value: string, unit: 'PX', ms: number, when: 'NX'): Promise<unknown>
  eval(script: string, keys: number, ...keysAndValues: string[]): Promise<unknown>
  del(key: string): Promise<unknown>
  /** Closes the connection at once. */
  disconnect(): void
}

/** Options of `createRedisStore`. */
export interface RedisStoreOptions {
  /** Stands before every key, so that a server can be shared. @default 'pith:v1:' */
  readonly prefix?: string
}

/** Compares and writes in one step: the server runs a script alone. */
const SWAP = `
  if redis.call('get', KEYS[1]) ~= ARGV[1] then return 0 end
  redis.call('set', KEYS[1], ARGV[2], 'PX', ARGV[3])
  return 1`

/** A call that takes longer counts as failed: a memo that makes a caller wait is worse than none. */
const COMMAND_TIMEOUT_MS = 1000

/**
 * Connects to Redis or Valkey with ioredis, which is loaded on the first call. The client connects again by itself;
 * while there is no connection its calls fail at once instead of waiting in a queue. Its errors also reach `onError`.
 * @throws {Error} where ioredis is not installed
 */
export async function openRedis(
  url: string,
  onError: (error: Error) => void = () => undefined,
): Promise<RedisClient> {
  const { Redis } = await import('ioredis')
  const client = new Redis(url, {
    lazyConnect: true,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    connectTimeout: COMMAND_TIMEOUT_MS,
    commandTimeout: COMMAND_TIMEOUT_MS,
  })
  client.on('error', onError)
  await client.connect().catch(() => undefined)
  return client as unknown as RedisClient
}

/**
 * A state store in Redis or Valkey (see `openRedis`), for several nodes. The caller owns the connection; a lifetime is the
 * server's own, to the millisecond.
 */
export function createRedisStore(client: RedisClient, options: RedisStoreOptions = {}): StateStore {
  const { prefix = 'pith:v1:' } = options
  return {
    async get(key) {
      return (await client.get(prefix + key)) ?? undefined
    },
    async set(key, value, ttlMs) {
      if (ttlMs > 0) await client.set(prefix + key, value, 'PX', wholeMs(ttlMs))
      else await client.del(prefix + key)
    },
    async compareAndSet(key, expected, value, ttlMs) {
      const ms = wholeMs(ttlMs)
      if (expected === undefined) {
        return (await client.set(prefix + key, value, 'PX', ms, 'NX')) !== null
      }
      return (await client.eval(SWAP, 1, prefix + key, expected, value, String(ms))) === 1
    },
    async delete(key) {
      await client.del(prefix + key)
    },
  }
}

/** Redis refuses fractions and zero. */
function wholeMs(ttlMs: number): number {
  return Math.max(1, Math.ceil(ttlMs))
}
