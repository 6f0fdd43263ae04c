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
import { respondWireError, WIRE_ERRORS, type WireError } from './wire/wire-error.ts'

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
  // A route of our own never goes to a model API, whatever the method.
  for (const [path, method] of Object.entries(OWN_ROUTES)) {
    app.all(path, ({ req }) => refuse(WIRE_ERRORS.wrongMethod(req.path, method), method))
  }
  app.all('/api/*', ({ req }) => refuse(WIRE_ERRORS.notFound(req.path)))
  app.all('*', (context) => handleModelRequest(context.req.raw, context.env, settings))
  return app
}

/** Paths of our own that take one method; the others (`/livez` among them) are for anybody's probe. */
const OWN_ROUTES: Readonly<Record<string, 'GET' | 'POST'>> = {
  '/metrics': 'GET',
  '/openapi.json': 'GET',
  '/api/health': 'GET',
  '/api/config': 'GET',
  '/api/compare': 'POST',
  '/api/compress': 'POST',
  '/v1/compression/stats': 'GET',
  '/v1/compression/reset': 'POST',
}

function refuse(error: WireError, allow?: string): Response {
  const response = respondWireError(error, 'openai', crypto.randomUUID())
  if (allow !== undefined) response.headers.set('allow', allow)
  return response
}
