import { Readable } from 'node:stream'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { Agent } from 'undici'

// The least that a gateway in JavaScript can do: Hono on Node, an undici pool, bodies handed on unread.

const [upstream = ''] = process.argv.slice(2)
const agent = new Agent({ connections: 256 })
const app = new Hono()

app.all('*', async ({ req }) => {
  const { pathname, search } = new URL(req.url)
  const headers = Object.fromEntries(req.raw.headers)
  for (const name of ['host', 'connection', 'content-length', 'transfer-encoding']) {
    delete headers[name]
  }
  const answer = await agent.request({
    origin: upstream,
    path: `${pathname}${search}`,
    method: req.method as 'POST',
    headers,
    body: req.raw.body === null ? null : Readable.fromWeb(req.raw.body as never),
  })
  const type = String(answer.headers['content-type'] ?? '')
  return new Response(Readable.toWeb(answer.body) as ReadableStream, {
    status: answer.statusCode,
    headers: { 'content-type': type },
  })
})

serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => {
  console.log(`listening on http://127.0.0.1:${port}`)
})
