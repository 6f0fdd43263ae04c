import { afterEach, describe, expect, it } from 'vitest'
import { createProxy, type ProxyOptions } from '../src/index.ts'
import { type FakeUpstream, startUpstream } from './fake-upstream.ts'
import { type ServedProxy, serveProxy } from './serve-proxy.ts'

// What the list of wire.md asks for at full size, and `npm test` has smaller.

const MEGABYTE = 1e6

let upstream: FakeUpstream | undefined
let proxy: ServedProxy | undefined

afterEach(async () => {
  await proxy?.close()
  await upstream?.close()
  proxy = undefined
  upstream = undefined
})

function residentMegabytes(): number {
  globalThis.gc?.()
  return process.memoryUsage().rss / MEGABYTE
}

/** Forwards to the last of a list, so that the bytes that leave can be compared. */
function recording(options: ProxyOptions = {}) {
  let sent: Uint8Array = new Uint8Array(0)
  const app = createProxy({
    fetch: async (_url, { body }) => {
      sent = new Uint8Array(await new Response(body as BodyInit | null).arrayBuffer())
      return Response.json({ choices: [] })
    },
    isTrusted: () => true,
    ...options,
  })
  const post = (body: string, headers: Record<string, string> = {}) =>
    app.request('/v1/chat/completions', {
      method: 'POST',
      headers: { authorization: 'Bearer own', ...headers },
      body,
    })
  return { app, post, sent: () => Buffer.from(sent) }
}

describe('test 30', () => {
  it('a million messages pass as they came', async () => {
    const { post, sent } = recording({ thresholdTokens: 100_000_000 })
    const message = '{"role":"user","content":"a"}'
    const body = `{"messages":[${Array.from({ length: 1_000_000 }, () => message).join(',')}]}`
    expect((await post(body)).status).toBe(200)
    expect(sent().equals(Buffer.from(body))).toBe(true)
  })

  it('a text of 50 MB passes as it came', async () => {
    const { post, sent } = recording({ thresholdTokens: 100_000_000 })
    const body = JSON.stringify({ messages: [{ role: 'user', content: 'word '.repeat(1e7) }] })
    expect((await post(body)).status).toBe(200)
    expect(sent().equals(Buffer.from(body))).toBe(true)
  })
})

/** A word over two letters, by substitution from the first one. */
function substituted(rules: Readonly<Record<string, string>>, length: number): string {
  let word = 'a'
  while (word.length < length) word = word.replace(/./g, (letter) => rules[letter] ?? letter)
  return word.slice(0, length)
}

function minified(length: number): string {
  const unit = (at: number): string => `function f${at}(a,b){return a?b(a):g${at % 97}(b,a+${at})}`
  return Array.from({ length: Math.ceil(length / 40) }, (_, at) => unit(at)).join(';')
}

function base64(length: number): string {
  let seed = 7
  const bytes = Uint8Array.from({ length: (length * 3) / 4 }, () => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff
    return seed >> 16
  })
  return Buffer.from(bytes).toString('base64')
}

const WORST = {
  'one character': 'a'.repeat(MEGABYTE),
  brackets: '['.repeat(MEGABYTE),
  'the Fibonacci word': substituted({ a: 'ab', b: 'a' }, MEGABYTE),
  'the Thue-Morse word': substituted({ a: 'ab', b: 'ba' }, MEGABYTE),
  base64: base64(MEGABYTE),
  'minified JavaScript': minified(MEGABYTE),
}

describe('test 44: processor time grows no faster than the text', () => {
  it.each(Object.entries(WORST))('%s', async (_name, text) => {
    const seconds = async (length: number): Promise<number> => {
      const { post } = recording({ mode: 'strict' })
      const message = { role: 'tool', tool_call_id: 'c', content: text.slice(0, length) }
      const start = process.cpuUsage()
      expect((await post(JSON.stringify({ messages: [message] }))).status).toBe(200)
      const { user, system } = process.cpuUsage(start)
      return (user + system) / 1e6
    }
    await seconds(MEGABYTE / 8)
    const part = await seconds(MEGABYTE / 8)
    const whole = await seconds(MEGABYTE)
    // Eight times the text; twice that for the collector, and what a short text does not show.
    expect(whole).toBeLessThan(16 * part + 1)
  })
})

it('test 48: 100,000 conversations stay within the bounds, and so does the memory', async () => {
  const { app, post } = recording({ thresholdTokens: 1_000_000 })
  const body = JSON.stringify({ messages: [{ role: 'user', content: 'hi' }] })
  const samples: number[] = []
  for (let index = 0; index < 100_000; index += 1) {
    await post(body, { 'x-session-id': String(index) })
    if (index % 10_000 === 9999) samples.push(residentMegabytes())
  }
  const stats = JSON.stringify(await (await app.request('/v1/compression/stats')).json())
  expect(stats).toContain('"active_conversations":1000')
  expect((samples.at(-1) ?? 0) - (samples[2] ?? 0)).toBeLessThan(30)
})

it('test 22: a reader that stalls for sixty seconds holds the upstream back, and the memory is flat', async () => {
  let written = 0
  const event = `data: ${JSON.stringify({ choices: [], pad: 'x'.repeat(60_000) })}\n\n`
  upstream = await startUpstream((response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    const more = (): void => {
      while (!response.destroyed && response.write(event)) written += event.length
    }
    response.on('drain', more)
    more()
  })
  proxy = await serveProxy(upstream.url)
  const controller = new AbortController()
  const response = await fetch(`${proxy.url}/v1/chat/completions`, {
    method: 'POST',
    body: '{"stream":true}',
    signal: controller.signal,
  })
  await response.body?.getReader().read()
  await new Promise((resolve) => setTimeout(resolve, 5000))
  const [before, memory] = [written, residentMegabytes()]
  await new Promise((resolve) => setTimeout(resolve, 60_000))
  expect(written).toBe(before)
  expect(residentMegabytes() - memory).toBeLessThan(10)
  controller.abort()
})
