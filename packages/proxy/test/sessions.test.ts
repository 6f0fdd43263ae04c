import { describe, expect, it } from 'vitest'
import { createProxy, type ProxyOptions } from '../src/index.ts'
import { largeChatRequest } from './large-request.ts'

type App = ReturnType<typeof createProxy>

function proxyWith(options: ProxyOptions = {}): App {
  return createProxy({ fetch: async () => Response.json({}), isTrusted: () => true, ...options })
}

async function chat(
  app: App,
  headers: Record<string, string> = {},
  body: unknown = largeChatRequest(),
): Promise<Response> {
  return app.request('/v1/chat/completions', {
    method: 'POST',
    headers: { authorization: 'Bearer a', ...headers },
    body: JSON.stringify(body),
  })
}

async function stats(app: App, headers: Record<string, string> = {}) {
  const response = await app.request('/v1/compression/stats', { headers })
  return (await response.json()) as {
    conversation_compression: {
      enabled: boolean
      stats: Record<string, number>
      config: Record<string, unknown>
    }
    conversation?: Record<string, unknown>
    timestamp: number
  }
}

describe('GET /v1/compression/stats', () => {
  it('has the fields of the seed, with its defaults', async () => {
    const { conversation_compression, timestamp } = await stats(proxyWith())
    expect(conversation_compression).toEqual({
      enabled: true,
      stats: {
        active_conversations: 0,
        total_turns_processed: 0,
        symbols_in_use: 0,
        avg_turns_per_conversation: 0,
        memory_usage_kb: 0,
      },
      config: {
        max_conversations: 1000,
        cleanup_interval: 3600,
        min_net_efficiency: 0.05,
        efficiency_trend_window: 3,
        long_conversation_threshold: 20,
        long_conversation_min_efficiency: 0.02,
        force_compression: false,
      },
    })
    expect(Math.abs(timestamp - Date.now() / 1000)).toBeLessThan(60)
  })

  it('keeps two sessions with the same first message apart', async () => {
    const app = proxyWith()
    for (const session of ['sess_user_a_123_abc', 'sess_user_b_456_def', 'sess_user_a_123_abc']) {
      await chat(app, { 'x-session-id': session })
    }
    const { conversation_compression: all, conversation } = await stats(app, {
      authorization: 'Bearer a',
      'x-session-id': 'sess_user_a_123_abc',
    })
    expect(all.stats).toMatchObject({ active_conversations: 2, total_turns_processed: 3 })
    expect(conversation).toMatchObject({ cumulative_messages_processed: 2, should_continue: true })
    expect(conversation?.net_tokens_saved).toBeGreaterThan(0)
  })

  it('test 38: counts one conversation over its turns without a session id, and two for two callers', async () => {
    const app = proxyWith()
    const request = largeChatRequest() as { messages: object[] }
    const next = { ...request, messages: [...request.messages, { role: 'user', content: 'And?' }] }
    await chat(app, {}, request)
    await chat(app, {}, next)
    await chat(app, { authorization: 'Bearer b' }, request)
    expect((await stats(app)).conversation_compression.stats).toMatchObject({
      active_conversations: 2,
      total_turns_processed: 3,
    })
  })

  it('test 37: shows nothing of a session under another credential', async () => {
    const app = proxyWith()
    await chat(app, { 'x-session-id': 's' })
    const other = { authorization: 'Bearer b', 'x-session-id': 's' }
    expect((await stats(app, other)).conversation).toBeUndefined()
  })

  it('holds at most as many conversations as it is told', async () => {
    const app = proxyWith({ conversation: { maxConversations: 3 } })
    for (let index = 0; index < 5; index++) await chat(app, { 'x-session-id': `s${index}` })
    expect((await stats(app)).conversation_compression.stats.active_conversations).toBe(3)
  })

  it.each(['x'.repeat(10_000), '../../etc/passwd', 'a:b|c', '%00', 'sess\u00e9'])(
    'test 31: takes any session id and never repeats it',
    async (session) => {
      const app = proxyWith()
      const response = await chat(app, { 'x-session-id': session })
      expect(response.status).toBe(200)
      expect(JSON.stringify([...response.headers])).not.toContain(session)
      expect(JSON.stringify(await stats(app))).not.toContain(session)
    },
  )
})

describe('POST /v1/compression/reset', () => {
  const reset = (app: App, headers: Record<string, string> = {}) =>
    app.request('/v1/compression/reset', { method: 'POST', headers })

  it('forgets every conversation and says so', async () => {
    const app = proxyWith()
    await chat(app)
    const answer = (await (await reset(app)).json()) as Record<string, unknown>
    expect(answer.message).toBe('Conversation compression state reset successfully')
    expect((await stats(app)).conversation_compression.stats.active_conversations).toBe(0)
  })

  it('test 39: forgets only the session of the caller that names it', async () => {
    const app = proxyWith({ isTrusted: () => false, adminToken: 'admin' })
    const own = { authorization: 'Bearer a', 'x-session-id': 's' }
    await chat(app, own)
    await chat(app, { ...own, authorization: 'Bearer b' })
    expect((await reset(app, own)).status).toBe(200)
    const { conversation_compression } = await stats(app, { authorization: 'Bearer admin' })
    expect(conversation_compression.stats.active_conversations).toBe(1)
  })

  it('changes nothing of what is sent', async () => {
    const sent: string[] = []
    const app = proxyWith({
      fetch: async (_url, { body }) => {
        sent.push(await new Response(body as BodyInit).text())
        return Response.json({})
      },
    })
    await chat(app)
    await reset(app)
    await chat(app)
    expect(sent[0]).toBe(sent[1])
  })
})

describe('who may see', () => {
  const paths = [
    ['GET', '/v1/compression/stats'],
    ['POST', '/v1/compression/reset'],
  ] as const

  it.each(paths)('test 35: %s %s needs the admin token from elsewhere', async (method, path) => {
    const app = proxyWith({ isTrusted: () => false, adminToken: 'right' })
    const status = async (headers: Record<string, string>) =>
      (await app.request(path, { method, headers })).status
    expect(await status({})).toBe(401)
    expect(await status({ authorization: 'Bearer wrong' })).toBe(403)
    expect(await status({ authorization: 'Bearer right' })).toBe(200)
    const without = proxyWith({ isTrusted: () => false })
    const denied = await without.request(path, { method, headers: { 'x-api-key': 'undefined' } })
    expect(denied.status).toBe(403)
  })
})

describe('the efficiency rule', () => {
  const list = (seed: number, indent?: number): string =>
    JSON.stringify(
      Array.from({ length: 60 }, (_, id) => ({ id: id * seed, name: `n${id * seed}` })),
      null,
      indent,
    )
  const prose = (seed: number): string =>
    Array.from({ length: 80 }, (_, index) => `${(index * seed * 7919) % 104729}`).join(' pine ')
  const conversation = [
    ...Array.from({ length: 3 }, (_, at) => ({ role: 'user', content: prose(at + 1) })),
    { role: 'user', content: list(3, 2) },
  ]

  async function sent(options: ProxyOptions): Promise<string> {
    let forwarded = ''
    const app = proxyWith({
      mode: 'strict',
      ...options,
      fetch: async (_url, { body }) => {
        forwarded = await new Response(body as BodyInit).text()
        return Response.json({})
      },
    })
    await chat(app, {}, { model: 'gpt-4o', messages: conversation })
    return forwarded
  }

  it('stops after a turn that saved too little, where it was asked for', async () => {
    const last = JSON.stringify(conversation.at(-1)?.content)
    const rule = { minNetEfficiency: 0.5, efficiencyTrendWindow: 2 }
    expect(await sent({ conversation: rule })).toContain(last)
    expect(await sent({ conversation: { ...rule, forceCompression: true } })).not.toContain(last)
    expect(await sent({})).not.toContain(last)
  })
})
