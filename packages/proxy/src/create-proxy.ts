import { Hono } from 'hono'
import { handleCompare } from './api/compare.ts'
import { handleCompress } from './api/compress.ts'
import { handleReset, handleStats } from './api/compression-stats.ts'
import { describeConfig } from './api/config.ts'
import { handleMetrics } from './api/metrics.ts'
import { openapiDocument } from './api/openapi.ts'
import { handleOriginal } from './api/originals.ts'
import { handleModelRequest } from './handle-model-request.ts'
import { type ProxyOptions, resolveProxyOptions } from './options.ts'
import { respondWireError, WIRE_ERRORS } from './wire/wire-error.ts'

/**
 * Makes the proxy: a Hono app that runs on Node, on Workers and in process (`app.fetch`). Its own routes are `/livez`,
 * `/readyz` and `/api/*`; every other path goes to a model API.
 *
 * @example
 * const app = createProxy({ upstreams: { openai: { baseUrl: 'https://api.openai.com/v1' } } })
 * const response = await app.request('/livez') // 200 {"status":"ok"}
 */
export function createProxy(options: ProxyOptions = {}): Hono {
  const settings = resolveProxyOptions(options)
  const app = new Hono()
  app.get('/livez', (context) => context.json({ status: 'ok' }))
  app.get('/readyz', (context) =>
    settings.isReady()
      ? context.json({ status: 'ready' })
      : context.json({ status: 'draining' }, 503),
  )
  app.get('/api/health', (context) => context.json({ status: 'ok', ...settings.describeHealth() }))
  app.get('/metrics', (context) => handleMetrics(context.req.raw, context.env, settings))
  app.get('/openapi.json', (context) => context.json(openapiDocument()))
  app.get('/api/config', (context) => context.json(describeConfig(settings) as object))
  app.post('/api/compare', (context) => handleCompare(context.req.raw, context.env, settings))
  app.post('/api/compress', (context) => handleCompress(context.req.raw, settings))
  app.get('/v1/compression/stats', ({ req, env }) => handleStats(req.raw, env, settings))
  app.post('/v1/compression/reset', ({ req, env }) => handleReset(req.raw, env, settings))
  app.get('/v1/compression/originals/:key', ({ req }) =>
    handleOriginal(req.raw, req.param('key'), settings),
  )
  app.all('/api/*', (context) =>
    respondWireError(WIRE_ERRORS.notFound(context.req.path), 'openai', crypto.randomUUID()),
  )
  app.all('*', (context) => handleModelRequest(context.req.raw, context.env, settings))
  return app
}
