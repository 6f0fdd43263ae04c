import { connect } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Answer, type FakeUpstream, json, startUpstream } from './fake-upstream.ts'
import { type ServedProxy, serveProxy } from './serve-proxy.ts'

// What only somebody who means harm, or a broken server, sends: the proxy answers, and goes on.

const CHAT = '/v1/chat/completions'

let upstream: FakeUpstream
let proxy: ServedProxy
let answer: Answer = json({})

beforeAll(async () => {
  upstream = await startUpstream((response, request) => answer(response, request))
  proxy = await serveProxy(upstream.url)
})

afterAll(async () => {
  await proxy.close()
  await upstream.close()
})

/** Sends bytes, and answers the status line of what comes back; nothing where the connection just ends. */
function send(head: string): Promise<string> {
  const { hostname, port } = new URL(proxy.url)
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname, () => socket.write(head, 'latin1'))
    let received = ''
    socket.on('data', (data) => {
      received += data.toString('latin1')
      if (received.includes('\r\n')) socket.destroy()
    })
    socket.on('error', () => undefined)
    socket.on('close', () => resolve(received.split('\r\n')[0]?.slice(9, 12) ?? ''))
    socket.setTimeout(5000, () => socket.destroy())
  })
}

const host = 'Host: a\r\nConnection: close\r\n'

async function post(body: BodyInit, headers: Record<string, string> = {}, path = CHAT) {
  const response = await fetch(`${proxy.url}${path}`, {
    method: 'POST',
    headers: { authorization: 'Bearer own', ...headers },
    body,
  })
  return { status: response.status, headers: response.headers, text: await response.text() }
}

/** Answers with bytes of its own, status line and all. */
function raw(bytes: string): Answer {
  return ({ socket }) => void socket?.end(Buffer.from(bytes, 'latin1'))
}

describe('a request that nobody should send', () => {
  it.each([
    [
      'two lengths',
      `POST ${CHAT} HTTP/1.1\r\n${host}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}`,
      '400',
    ],
    ['a negative length', `POST ${CHAT} HTTP/1.1\r\n${host}Content-Length: -1\r\n\r\n{}`, '400'],
    [
      'a length of 99 GB',
      `POST ${CHAT} HTTP/1.1\r\n${host}Content-Length: 99999999999\r\n\r\n{}`,
      '413',
    ],
    [
      'an unknown transfer coding',
      `POST ${CHAT} HTTP/1.1\r\n${host}Transfer-Encoding: x\r\n\r\n`,
      '400',
    ],
    [
      'a host with a path',
      `POST ${CHAT} HTTP/1.1\r\nHost: a/../b\r\nContent-Length: 2\r\n\r\n{}`,
      '400',
    ],
    ['no host', 'GET /livez HTTP/1.1\r\nConnection: close\r\n\r\n', '400'],
    ['a tunnel', 'CONNECT evil.test:443 HTTP/1.1\r\nHost: evil.test:443\r\n\r\n', ''],
    ['OPTIONS of the server', `OPTIONS * HTTP/1.1\r\n${host}\r\n`, '400'],
    ['a backslash in the path', `GET /v1\\..\\x HTTP/1.1\r\n${host}\r\n`, '400'],
    [
      'a header of 70 kB',
      `GET /livez HTTP/1.1\r\n${host}X-Big: ${'a'.repeat(70_000)}\r\n\r\n`,
      '431',
    ],
    [
      'an original outside',
      `GET /v1/compression/originals/..%2f..%2fetc HTTP/1.1\r\n${host}Authorization: Bearer x\r\n\r\n`,
      '404',
    ],
    [
      'broken escapes',
      `GET /v1/compression/originals/%ff%zz HTTP/1.1\r\n${host}Authorization: Bearer x\r\n\r\n`,
      '404',
    ],
  ])('%s is refused, and nothing leaves', async (_name, head, status) => {
    const before = upstream.received.length
    expect(await send(head)).toBe(status)
    expect(upstream.received).toHaveLength(before)
  })

  it('trailers and an upgrade to HTTP/2 end here', async () => {
    answer = json({})
    expect(
      await send(
        `POST ${CHAT} HTTP/1.1\r\nHost: a\r\nUpgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAMA\r\nTransfer-Encoding: chunked\r\nTrailer: x-evil\r\n\r\n2\r\n{}\r\n0\r\nx-evil: 1\r\n\r\n`,
      ),
    ).toBe('200')
    const { headers, body } = upstream.received.at(-1)!
    expect(body.toString()).toBe('{}')
    for (const name of ['upgrade', 'http2-settings', 'trailer', 'x-evil']) {
      expect(headers).not.toHaveProperty(name)
    }
  })

  it('an absolute target chooses no upstream', async () => {
    expect(await send(`GET http://evil.test/v1/models HTTP/1.1\r\nHost: evil.test\r\n\r\n`)).toBe(
      '200',
    )
    expect(upstream.received.at(-1)?.url).toBe('/v1/models')
  })

  it.each([
    ['gzip', 'x'],
    ['gzip', ''],
    ['gzip', gzipSync('{}'.padEnd(3000)).subarray(0, 20)],
    ['gzip', Buffer.concat([gzipSync('{}'), Buffer.from('junk')])],
    ['br', 'x'],
    ['zstd', 'xxxxxxx'],
    ['zstd', ''],
  ])('a broken body in %s is a 400', async (coding, body) => {
    expect((await post(body, { 'content-encoding': coding })).status).toBe(400)
  })

  it.each([
    ['doubled keys', '{"model":"a","model":"b","messages":[],"messages":[]}'],
    ['lone surrogates', '{"messages":[{"role":"user","content":"\\ud800 \\udc00"}]}'],
    ['names of prototypes', '{"model":"__proto__","messages":[{"role":"toString","content":"x"}]}'],
    ['a model of 100 kB', JSON.stringify({ model: 'm'.repeat(1e5), messages: [] })],
    ['a byte order mark', '\ufeff{"messages":[]}'],
    ['100,000 brackets', '['.repeat(100_000)],
  ])('%s pass as they came', async (_name, body) => {
    answer = json({})
    expect((await post(body)).status).toBe(200)
    expect(upstream.received.at(-1)?.body.toString()).toBe(body)
  })
})

describe('routes of our own', () => {
  it.each([
    ['GET', '/api/compress', 'POST'],
    ['DELETE', '/v1/compression/stats', 'GET'],
    ['PUT', '/v1/compression/reset', 'POST'],
    ['POST', '/metrics', 'GET'],
  ])('%s %s is a 405, and never goes to a model API', async (method, path, allow) => {
    const before = upstream.received.length
    const response = await fetch(`${proxy.url}${path}`, { method })
    expect([response.status, response.headers.get('allow')]).toEqual([405, allow])
    expect(upstream.received).toHaveLength(before)
  })
})

describe('an upstream that is broken', () => {
  it.each([
    ['no HTTP', 'garbage\r\n\r\n'],
    ['a chunk without a length', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nZZ\r\n'],
    ['a NUL in a header', 'HTTP/1.1 200 OK\r\nx: a\0b\r\n\r\n{}'],
    [
      'an upgrade that nobody asked for',
      'HTTP/1.1 101 Switching\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n',
    ],
    ['a header of 100 kB', `HTTP/1.1 200 OK\r\nx: ${'a'.repeat(100_000)}\r\n\r\n{}`],
    [
      'gzip that is none',
      'HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 2\r\n\r\n{}',
    ],
    ['nothing at all', ''],
  ])('%s is a 502 in the shape of the vendor', async (_name, bytes) => {
    answer = raw(bytes)
    const { status, text } = await post('{}')
    expect(status).toBe(502)
    expect(JSON.parse(text)).toMatchObject({ error: { type: 'api_error' } })
  })

  it('early hints are no answer, and odd headers do no harm', async () => {
    answer = raw(
      'HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\nHTTP/1.1 200 OK\r\n__proto__: x\r\nx-name: caf\xe9\r\nset-cookie: a=b\r\nconnection: x-hop\r\nx-hop: 1\r\ncontent-length: 2\r\n\r\n{}',
    )
    const { status, headers, text } = await post('{}')
    expect([status, text, headers.get('x-name')]).toEqual([200, '{}', 'caf\u00e9'])
    for (const name of ['set-cookie', 'x-hop', 'link']) expect(headers.has(name)).toBe(false)
  })

  it.each([
    'data: \0\n\n',
    'data: [1]\n\ndata: null\n\ndata: 1\n\n',
    'data: {"__proto__":{"a":1},"choices":[{"index":"__proto__","delta":{"content":"x"}}]}\n\n',
    'data: {"choices":{"0":1}}\n\ndata: {"choices":[null,1,{"delta":null}]}\n\n',
    `:${'x'.repeat(100_000)}\n\n`,
    '\n\n\n\n',
  ])('the stream %j passes verbatim, and its end is told', async (stream) => {
    answer = (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.end(stream)
    }
    for (const path of [CHAT, '/v1/messages', '/v1/responses']) {
      expect((await post('{"stream":true}', {}, path)).text.startsWith(stream)).toBe(true)
    }
    expect((await post('{"stream":true}')).text).toContain('upstream_error')
  })
})
