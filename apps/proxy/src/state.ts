import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { guardStore, type ProxyOptions, type Receipt } from '@x/proxy'
import type { SqliteDatabase } from '@x/proxy/libsql'
import { createFoldPool, createMetrics } from '@x/proxy/node'
import type { RedisClient } from '@x/proxy/redis'
import type { Logger } from 'pino'
import { type Environment, EnvironmentError } from './environment.ts'
import { logReceipt } from './log.ts'

/** What outlives one request: stores, ledger and counters. */
export interface ServerState {
  readonly options: Pick<
    ProxyOptions,
    'compressor' | 'describeHealth' | 'metrics' | 'onReceipt' | 'secret' | 'store'
  >
  /** Writes what waits and closes everything. */
  close(): void
}

const WARMING = { mode: 'strict', thresholdTokens: 0 } as const
const WARMING_JOB = {
  body: new TextEncoder().encode('{"messages":[{"role":"user","content":"hello"}]}'),
  dialect: 'openai-chat',
  policy: { mode: 'hybrid', thresholdTokens: 4500 },
} as const
const SECRET_BYTES = 32
const REDIS_SECRET_KEY = 'pith:v1:secret'

/**
 * Opens what the environment names: a folder (`PITH_DATA_DIR`: the ledger, and the state of one node) and a Redis server
 * (`PITH_REDIS_URL`: the state of several nodes).
 * @throws {EnvironmentError} where a folder or its files cannot be opened
 */
export async function openState(environment: Environment, log: Logger): Promise<ServerState> {
  const { dataFolder, redisUrl } = environment
  const metrics = await createMetrics()
  const files = dataFolder === undefined ? undefined : await openFolder(dataFolder, log)
  const redis = redisUrl === undefined ? undefined : await openNodes(redisUrl, log)
  const secret = await secretOf(environment, redis)
  const store = redis?.store ?? files?.store
  const guarded =
    store &&
    guardStore(store, {
      onFailure: (operation) => metrics.observeDegraded(`store-${operation}`),
    })
  const pool = createFoldPool(guarded && { store: guarded, secret })
  // The ranks of an encoding take a moment to load: before the first request, not in it. On a thread, and here.
  pool.compressDocument({ source: '', policy: WARMING }).catch(() => undefined)
  pool.compress(WARMING_JOB).catch(() => undefined)
  return {
    options: {
      secret,
      ...(guarded && { store: guarded }),
      metrics,
      compressor: pool,
      describeHealth: () => ({
        pid: process.pid,
        uptime_seconds: Math.round(process.uptime()),
        thread_pool_size: pool.threads,
        jobs: pool.pending(),
        store: redis ? 'redis' : files ? 'libsql' : 'none',
        models: { lossy: 'linear' },
        originals: redis || files ? 'store' : 'memory',
      }),
      onReceipt(receipt) {
        logReceipt(log, receipt)
        metrics.observe(receipt)
        files?.record(receipt)
      },
    },
    close() {
      void pool.close()
      files?.close()
      redis?.client.disconnect()
    },
  }
}

interface Folder {
  readonly store: Parameters<typeof guardStore>[0]
  record(receipt: Receipt): void
  close(): void
}

async function openFolder(folder: string, log: Logger): Promise<Folder> {
  const { createLibsqlLedger, createLibsqlStore, openSqlite } = await import('@x/proxy/libsql')
  let ledgerFile: SqliteDatabase
  let stateFile: SqliteDatabase
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    ledgerFile = await openSqlite(join(folder, 'ledger.db'))
    stateFile = await openSqlite(join(folder, 'state.db'))
  } catch (error) {
    throw new EnvironmentError([`PITH_DATA_DIR: cannot use ${folder}: ${messageOf(error)}`])
  }
  const onError = (error: unknown): void => log.warn(`the ledger waits: ${messageOf(error)}`)
  const ledger = createLibsqlLedger(ledgerFile, { onError })
  return {
    store: createLibsqlStore(stateFile),
    record: ledger.record,
    close() {
      ledger.close()
      ledgerFile.close()
      stateFile.close()
    },
  }
}

async function openNodes(
  url: string,
  log: Logger,
): Promise<{ readonly client: RedisClient; readonly store: Folder['store'] }> {
  const { createRedisStore, openRedis } = await import('@x/proxy/redis')
  let isLost = false
  const client = await openRedis(url, (error) => {
    if (!isLost)
      log.warn(`Redis is lost: ${error.message}; every node decides for itself meanwhile`)
    isLost = true
  })
  return { client, store: createRedisStore(client) }
}

/** The secret of all keys: the operator's, else one that the folder keeps, else one that the nodes share. */
async function secretOf(
  { secret, dataFolder }: Environment,
  redis: { readonly client: RedisClient } | undefined,
): Promise<Uint8Array> {
  if (secret !== undefined) return new TextEncoder().encode(secret)
  if (redis !== undefined) {
    const made = randomBytes(SECRET_BYTES).toString('hex')
    // Whoever comes first sets it; a server that cannot be reached now gives each node one of its own.
    const kept = await redis.client
      .eval(
        "redis.call('set', KEYS[1], ARGV[1], 'NX') return redis.call('get', KEYS[1])",
        1,
        REDIS_SECRET_KEY,
        made,
      )
      .catch(() => made)
    return new TextEncoder().encode(String(kept))
  }
  if (dataFolder === undefined) return randomBytes(SECRET_BYTES)
  const file = join(dataFolder, 'secret')
  if (!existsSync(file)) writeFileSync(file, randomBytes(SECRET_BYTES), { mode: 0o600, flag: 'wx' })
  return readFileSync(file)
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
