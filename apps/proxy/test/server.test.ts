import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import OpenAI from 'openai'
import { afterEach, describe, expect, it } from 'vitest'
import { readEnvironment } from '../src/environment.ts'
import { createLog } from '../src/log.ts'
import { type RunningServer, startServer } from '../src/server.ts'
import { startMessage } from '../src/start-message.ts'

let server: RunningServer | undefined

async function start(variables: Record<string, string> = {}): Promise<string[]> {
  const lines: string[] = []
  const environment = readEnvironment({ PITH_PORT: '0', PITH_LOG: 'debug', ...variables })
  const log = createLog(environment.logLevel, { write: (line) => void lines.push(line) })
  server = await startServer(environment, log)
  return lines
}

function post(body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${server?.address}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
}

afterEach(async () => {
  await server?.stop()
  server = undefined
})

const HELLO: OpenAI.ChatCompletionCreateParamsNonStreaming = {
  model: 'gpt-4o',
  messages: [{ role: 'user', content: 'Hello, secret text' }],
}

describe('the server', () => {
  it.each(['/livez', '/readyz', '/api/health', '/'])('answers GET %s with 200', async (path) => {
    await start()
    expect((await fetch(`${server?.address}${path}`)).status).toBe(200)
  })

  it('tells of its threads and its process', async () => {
    await start()
    expect(await (await fetch(`${server?.address}/api/health`)).json()).toMatchObject({
      status: 'ok',
      pid: process.pid,
      thread_pool_size: expect.any(Number),
      store: 'none',
    })
  })

  it('lets the demo upstream answer a call without a key, whole and streamed', async () => {
    await start()
    const whole = await post(HELLO)
    expect(whole.headers.get('x-pith-demo')).toBe('true')
    const { choices, usage } = (await whole.json()) as OpenAI.ChatCompletion
    expect(choices[0]?.message.content).toContain('demo upstream of Pith, not a model')
    expect(usage?.prompt_tokens).toBeGreaterThan(0)
    const stream = await (await post({ ...HELLO, stream: true })).text()
    expect(stream).toMatch(/^data: .*\n\ndata: [\s\S]*data: \[DONE\]\n\n$/)
  })

  it('sends a caller with a key of its own to the upstream, never to the demo', async () => {
    await start({ PITH_UPSTREAM_OPENAI: 'http://127.0.0.1:9/v1' })
    expect((await post(HELLO, { authorization: 'Bearer sk-own' })).status).toBe(502)
  })

  it('puts in the key of the operator for callers with the client token, and for nobody else', async () => {
    const sent: (string | undefined)[] = []
    const upstream = createServer((request, response) => {
      sent.push(request.headers.authorization)
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"choices":[]}')
    })
    await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve))
    await start({
      PITH_UPSTREAM_OPENAI: `http://127.0.0.1:${(upstream.address() as AddressInfo).port}/v1`,
      PITH_KEY_OPENAI: 'sk-operator',
      PITH_CLIENT_TOKEN: 'pith-client',
    })
    for (const token of ['pith-client', 'sk-own']) {
      const client = new OpenAI({ baseURL: `${server?.address}/v1`, apiKey: token })
      await client.chat.completions.create(HELLO)
    }
    expect(sent).toEqual(['Bearer sk-operator', 'Bearer sk-own'])
    upstream.closeAllConnections()
    upstream.close()
  })

  it('test 36: logs each decision with its reason, and neither content nor credentials', async () => {
    const lines = await start({ PITH_UPSTREAM_OPENAI: 'http://127.0.0.1:9/v1' })
    await post(HELLO, { authorization: 'Bearer sk-own' })
    await post(HELLO)
    expect(lines.join('')).toMatch(/"failure":"upstream_unreachable"/)
    expect(lines.join('')).not.toMatch(/sk-own|secret text/)
  })

  it('says where it is and what to try', async () => {
    await start()
    const environment = readEnvironment({})
    const message = startMessage(environment, 'http://127.0.0.1:8787')
    expect(message).toContain("baseURL: 'http://127.0.0.1:8787/v1'")
    expect(message).toContain('curl -i http://127.0.0.1:8787/v1/chat/completions')
  })

  it('refuses a port that is taken, in one clear line', async () => {
    await start()
    const port = new URL(server?.address ?? '').port
    const environment = readEnvironment({ PITH_PORT: port })
    await expect(startServer(environment, createLog('silent'))).rejects.toThrow(
      `cannot listen on 127.0.0.1:${port}: another program has it; set PITH_PORT`,
    )
  })

  it('test 49: lets an open stream end before it stops', async () => {
    await start()
    const response = await post({ ...HELLO, stream: true })
    const stopped = server?.stop()
    server = undefined
    expect(await response.text()).toMatch(/data: \[DONE\]\n\n$/)
    await stopped
  })
})
