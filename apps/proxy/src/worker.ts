import { createProxy, type ProxyOptions, type Receipt } from '@x/proxy'
import type { Hono } from 'hono'
import { type Environment, EnvironmentError, readEnvironment } from './environment.ts'
import { resolveUpstreams } from './upstreams.ts'

/** Variables and secrets of the Worker; the names are those of the server. */
type Bindings = Readonly<Record<string, unknown>>

/** Variables that mean something to a server only. */
const SERVER_ONLY = [
  'PITH_PORT',
  'PITH_HOST',
  'PITH_DATA_DIR',
  'PITH_REDIS_URL',
  'PITH_CONFIG',
] as const

/** One app per isolate: what it remembers of a conversation serves the next request. */
let made: { readonly bindings: Bindings; readonly app: Hono } | undefined

/** The proxy as a Cloudflare Worker: the fold needs no store, so that every isolate forwards the same bytes. */
const worker: { fetch(request: Request, bindings: Bindings): Promise<Response> | Response } = {
  fetch(request, bindings) {
    try {
      // Not while the module loads: a Worker has neither its variables nor randomness there.
      if (made?.bindings !== bindings) made = { bindings, app: createApp(bindings) }
      return made.app.fetch(request, bindings)
    } catch (error) {
      if (!(error instanceof EnvironmentError)) throw error
      return new Response(`${error.message}\n`, { status: 500 })
    }
  },
}

export default worker

function createApp(bindings: Bindings): Hono {
  const variables = Object.fromEntries(
    Object.entries(bindings).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, value]] : [],
    ),
  )
  const environment = readEnvironment(variables)
  for (const name of [...environment.unknownNames, ...SERVER_ONLY]) {
    if (variables[name]) console.warn(`${name} is set, but means nothing to a Worker: ignored`)
  }
  return createProxy(optionsOf(environment))
}

function optionsOf(environment: Environment): ProxyOptions {
  const { clientToken, adminToken, secret, mode, thresholdTokens, retries } = environment
  return {
    upstreams: resolveUpstreams(environment),
    mode,
    thresholdTokens,
    retries,
    ...(clientToken !== undefined && { clientToken }),
    ...(adminToken !== undefined && { adminToken }),
    ...(secret !== undefined && { secret: new TextEncoder().encode(secret) }),
    onReceipt: (receipt) => logReceipt(receipt, environment),
  }
}

/** Workers keep what is written to the console: failures, and with `debug` every decision; numbers, never content. */
function logReceipt(receipt: Receipt, { logLevel }: Environment): void {
  if (logLevel === 'silent' || logLevel === 'error') return
  if (receipt.outcome === 'failed') console.warn(JSON.stringify(receipt))
  else if (logLevel === 'debug') console.log(JSON.stringify(receipt))
}
