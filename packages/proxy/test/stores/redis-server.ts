import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openRedis } from '../../src/redis.ts'

/** A real server of the test's own. */
export interface RedisServer {
  readonly url: string
  close(): Promise<void>
}

/** Why there is no server to test with; undefined where there is one. */
export function missingRedis(): string | undefined {
  const found = ['redis-server', 'valkey-server'].some(
    (name) => spawnSync(name, ['--version']).status === 0,
  )
  return found ? undefined : 'neither redis-server nor valkey-server is installed'
}

/** Starts a server on a free port in a folder of its own, without a file of data. */
export async function startRedis(): Promise<RedisServer> {
  const folder = mkdtempSync(join(tmpdir(), 'pith-redis-'))
  const port = await freePort()
  const name = spawnSync('redis-server', ['--version']).status === 0 ? 'redis' : 'valkey'
  const options = ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--dir', folder]
  const child = spawn(`${name}-server`, options, { stdio: 'ignore' })
  const url = `redis://127.0.0.1:${port}`
  await waitUntilReady(url)
  return {
    url,
    async close() {
      await end(child)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { readonly port: number }
  await new Promise((resolve) => server.close(resolve))
  return port
}

async function waitUntilReady(url: string): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const client = await openRedis(url)
    const isReady = await client.get('ready').then(
      () => true,
      () => false,
    )
    client.disconnect()
    if (isReady) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`no Redis server answered at ${url}`)
}

function end(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve())
    child.kill('SIGKILL')
  })
}
