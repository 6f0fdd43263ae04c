import type { Server } from 'node:http'
import { createAdaptorServer } from '@hono/node-server'
import { createProxy, type ProxyOptions, type Receipt } from '../src/index.ts'
import {
  breakNodeConnection,
  createPoolFetch,
  isLoopbackRequest,
  readNodeIncoming,
} from '../src/node.ts'
import { listen, stop } from './fake-upstream.ts'

/** The proxy on a real port, with what it reported. */
export interface ServedProxy {
  readonly url: string
  readonly receipts: Receipt[]
  close(): Promise<void>
}

/** Serves a proxy whose every upstream is the given one. */
export async function serveProxy(
  upstreamUrl: string | undefined,
  options: ProxyOptions = {},
): Promise<ServedProxy> {
  const receipts: Receipt[] = []
  const pool = createPoolFetch({ connectTimeoutMs: 2000 })
  const upstream = upstreamUrl === undefined ? {} : { baseUrl: upstreamUrl }
  const app = createProxy({
    upstreams: { openai: upstream, anthropic: upstream, gemini: upstream },
    fetch: pool.fetch,
    onReceipt: (receipt) => receipts.push(receipt),
    breakConnection: breakNodeConnection,
    isTrusted: isLoopbackRequest,
    readIncoming: readNodeIncoming,
    ...options,
  })
  const server = createAdaptorServer({ fetch: app.fetch }) as Server
  const url = await listen(server)
  return {
    url,
    receipts,
    close: async () => {
      await stop(server)
      await pool.close()
    },
  }
}
