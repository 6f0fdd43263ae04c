import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { createAdaptorServer } from '@hono/node-server'
import { createProxy } from '@x/proxy'
import {
  breakNodeConnection,
  createPoolFetch,
  isLoopbackRequest,
  readNodeIncoming,
} from '@x/proxy/node'
import { Hono } from 'hono'
import type { Logger } from 'pino'
import { findConfig } from './config-file.ts'
import { demoUpstream } from './demo/demo-upstream.ts'
import { createDrain } from './drain.ts'
import { type Environment, EnvironmentError } from './environment.ts'
import { servePlayground } from './playground.ts'
import { openState } from './state.ts'
import { resolveUpstreams } from './upstreams.ts'

/** A server that serves. */
export interface RunningServer {
  /** `http://127.0.0.1:8787`, with the port that was really taken. */
  readonly address: string
  /** Lets open answers end, then closes everything. */
  stop(): Promise<void>
}

const DRAIN_GRACE_MS = 30_000
const PLAYGROUND_FOLDER = join(import.meta.dirname, '../../playground/dist')

/** Longer than load balancers keep a connection, so that none is closed under a request. */
const KEEP_ALIVE_MS = 75_000

/**
 * Starts the proxy on Node.
 * @throws {EnvironmentError} where the address, a folder or the configuration file cannot be had
 */
export async function startServer(environment: Environment, log: Logger): Promise<RunningServer> {
  const config = findConfig(environment.configFile)
  const state = await openState(environment, log)
  const pool = createPoolFetch()
  const app = new Hono()
  const server = createAdaptorServer({ fetch: app.fetch }) as Server
  server.keepAliveTimeout = KEEP_ALIVE_MS
  const drain = createDrain(server, DRAIN_GRACE_MS)
  servePlayground(app, PLAYGROUND_FOLDER)
  const { clientToken, adminToken, mode, thresholdTokens, retries } = environment
  app.route(
    '/',
    createProxy({
      upstreams: resolveUpstreams(environment),
      ...(clientToken !== undefined && { clientToken }),
      ...(adminToken !== undefined && { adminToken }),
      mode,
      thresholdTokens,
      retries,
      fetch: pool.fetch,
      demo: demoUpstream,
      ...state.options,
      ...config,
      isTrusted: isLoopbackRequest,
      readIncoming: readNodeIncoming,
      isReady: drain.isReady,
      breakConnection: breakNodeConnection,
    }),
  )
  try {
    await listen(server, environment)
  } catch (error) {
    state.close()
    throw error
  }
  return {
    address: addressOf(server, environment.host),
    async stop() {
      await drain.start()
      await pool.close()
      state.close()
    },
  }
}

async function listen(server: Server, { host, port }: Environment): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const hint =
        error.code === 'EADDRINUSE' ? 'another program has it; set PITH_PORT' : error.code
      reject(new EnvironmentError([`cannot listen on ${host}:${port}: ${hint}`]))
    })
    server.listen(port, host, resolve)
  })
}

function addressOf(server: Server, host: string): string {
  const { port, family } = server.address() as AddressInfo
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host
  return `http://${family === 'IPv6' && name.includes(':') ? `[${name}]` : name}:${port}`
}
