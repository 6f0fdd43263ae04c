import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createProxy, type ProxyOptions } from '../src/index.ts'
import { largeChatRequest } from './large-request.ts'

// The rules of prompt caching, C1 to C16, through the front door. The laws of the fold itself, for any transcript and any
// choice of stages, are properties in @x/pipeline (test/laws).

interface Message {
  readonly role: string
  readonly content: unknown
}

const URL_PHRASE = 'https://orders.example.com/api/v2/customers/8841/shipments/overview'
const SYSTEM = { role: 'system', content: `Be brief. ${'You know our orders well. '.repeat(300)}` }
const TOOLS = [
  { type: 'function', function: { name: 'list_orders', parameters: { type: 'object' } } },
]

/** The first `turns` turns of one conversation with lists, words that come again, and answers of the model. */
function conversation(turns: number): Message[] {
  const [, , call, result] = largeChatRequest(60).messages as Message[]
  const rounds = Array.from({ length: turns }, (_, at) => [
    { role: 'user', content: `Day ${at}: see ${URL_PHRASE} and then ${URL_PHRASE} once more.` },
    { ...call! },
    { ...result!, content: `${result?.content}`.replaceAll('A-1', `A-${at}`) },
    { role: 'assistant', content: `On day ${at} they wait; ${URL_PHRASE} has the rest.` },
  ])
  return [SYSTEM, ...rounds.flat()]
}

const requestOf = (messages: readonly Message[]): object => ({
  model: 'gpt-4o',
  tools: TOOLS,
  messages,
})

/** A proxy that keeps what it forwards. */
function recording(options: ProxyOptions = {}) {
  const sent: string[] = []
  const app = createProxy({
    mode: 'strict',
    fetch: async (_url, { body }) => {
      sent.push(await new Response(body as BodyInit).text())
      return Response.json({})
    },
    ...options,
  })
  return async (body: object | string, path = '/v1/chat/completions') => {
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    const response = await app.request(path, { method: 'POST', body: text })
    return { body: sent.at(-1) ?? '', headers: response.headers }
  }
}

const messagesOf = (body: string): Message[] => JSON.parse(body).messages
const definitions = (body: string): string[] =>
  [...body.matchAll(/\[([$~][a-z0-9]+)=/g)].map(String)

describe('what is forwarded', () => {
  it('C1: is the same for the same body, whatever else a proxy has seen', async () => {
    const busy = recording()
    for (const turns of [1, 3]) await busy(requestOf(conversation(turns).toReversed()))
    const body = requestOf(conversation(2))
    const here = await busy(body)
    expect(here.body).toBe((await recording()(body)).body)
    expect(here.body).not.toBe(JSON.stringify(body))
  })

  it('C2 and C16: stays, byte for byte, in twelve turns with all stages, on three replicas in turns', async () => {
    const replicas = [recording(), recording(), recording()]
    let before = ''
    for (let turn = 1; turn <= 12; turn += 1) {
      const { body } = await replicas[turn % 3]!(requestOf(conversation(turn)))
      expect(body.startsWith(before), `turn ${turn}`).toBe(true)
      before = body.replace(/\]\}$/, '')
    }
    expect(before.length).toBeLessThan(JSON.stringify(requestOf(conversation(12))).length / 1.5)
  })

  it('C4: is decided at first sight: what was below the threshold stays as it came', async () => {
    const post = recording({ mode: 'hybrid', thresholdTokens: 6000 })
    const early = await post(requestOf(conversation(1)))
    expect(early.body).toBe(JSON.stringify(requestOf(conversation(1))))
    const late = messagesOf((await post(requestOf(conversation(6)))).body)
    expect(late.slice(0, 5)).toEqual(conversation(1))
    expect(late).not.toEqual(conversation(6))
  })

  it('C5: defines an alias in the message that first uses it, never in tools or system', async () => {
    const { body } = await recording()(requestOf(conversation(3)))
    const [system, first, ...rest] = messagesOf(body)
    expect(system).toEqual(SYSTEM)
    expect(JSON.parse(body).tools).toEqual(TOOLS)
    const defined = definitions(body)
    expect(new Set(defined).size).toBe(defined.length)
    const own = definitions(`${first?.content}`)
    expect(own.length).toBeGreaterThan(0)
    for (const definition of own)
      expect(JSON.stringify(rest)).not.toContain(definition.split(',')[0])
  })

  it('C6: numbers aliases in the order of the transcript, the same in every later request', async () => {
    const post = recording()
    const early = definitions((await post(requestOf(conversation(2)))).body)
    const late = definitions((await post(requestOf(conversation(5)))).body)
    expect(early.length).toBeGreaterThan(0)
    expect(late.slice(0, early.length)).toEqual(early)
  })

  it('C7: holds the answers of the model as they came back, now and later', async () => {
    const post = recording()
    for (const turns of [2, 4]) {
      const sent = messagesOf((await post(requestOf(conversation(turns)))).body)
      const answers = (list: Message[]): unknown[] =>
        list.filter(({ role }) => role === 'assistant').map(({ content }) => content)
      expect(answers(sent)).toEqual(answers(conversation(turns)))
    }
  })

  it('C8: stays as it is when it comes in again, byte for byte', async () => {
    const post = recording()
    const came = JSON.stringify(requestOf(conversation(4)))
    const { body: rendered } = await recording()(came)
    expect(rendered.length).toBeLessThan(came.length)
    for (const end of [9, undefined]) {
      const body = JSON.stringify(requestOf(messagesOf(rendered).slice(0, end)))
      expect((await post(body)).body).toBe(body)
    }
  })

  it('C9: never has more tokens than what came', async () => {
    const post = recording()
    const text = fc.oneof(
      fc.string({ maxLength: 60 }),
      fc.json(),
      fc.constantFrom('§ 823 BGB', '@01', '[$a=b]', '~', URL_PHRASE, `${URL_PHRASE} `.repeat(3)),
    )
    const message = fc.record({ role: fc.constantFrom('user', 'tool', 'assistant'), content: text })
    await fc.assert(
      fc.asyncProperty(fc.array(message, { maxLength: 6 }), async (messages) => {
        const { headers } = await post(requestOf(messages))
        const [before, after] = ['before', 'after'].map((end) =>
          Number(headers.get(`x-pith-tokens-${end}`)),
        )
        expect(after).toBeLessThanOrEqual(before as number)
      }),
      { numRuns: 60 },
    )
  })
})

describe('cache marks of the client', () => {
  const mark = { cache_control: { type: 'ephemeral' } }
  const block = (text: string, marks: object = {}): object => ({ type: 'text', text, ...marks })

  /** A conversation of Anthropic whose mark stands on its last block, as clients move it along. */
  function marked(turns: number): object {
    const rows = JSON.parse(`${(largeChatRequest(60).messages as Message[])[3]?.content}`)
    const messages = Array.from({ length: turns }, (_, at) => [
      {
        role: 'user',
        content: [block(JSON.stringify({ ...rows, at }, null, 2), at === turns - 1 ? mark : {})],
      },
      { role: 'assistant', content: [block(`Day ${at} is done.`)] },
    ]).flat()
    return {
      model: 'claude-sonnet-4-6',
      max_tokens: 9,
      system: [block('Be brief.', mark)],
      messages,
    }
  }

  it('C3 and C13: stay where the client set them, none is added, and texts do not change as they move', async () => {
    const post = recording()
    let before: string[] = []
    for (const turns of [1, 2, 3]) {
      const { body } = await post(marked(turns), '/v1/messages')
      expect(body).not.toBe(JSON.stringify(marked(turns)))
      expect(body.match(/"cache_control"/g)).toHaveLength(2)
      const blocks = messagesOf(body).map(({ content }) => (content as { text: string }[])[0]!)
      expect(blocks[(turns - 1) * 2]).toMatchObject(mark)
      const texts = blocks.map(({ text }) => text)
      expect(texts.slice(0, before.length)).toEqual(before)
      before = texts
    }
  })

  it('C14: text that changes with every request is told, and neither moved nor taken out', async () => {
    const system = [
      block('x-anthropic-billing-header: cc_version=2; cch=a1b2c3;'),
      block('Be brief.'),
    ]
    const { body, headers } = await recording()({ ...marked(1), system }, '/v1/messages')
    expect(JSON.parse(body).system).toEqual(system)
    expect(headers.get('x-pith-volatile')).toBe('billing-header')
    const plain = await recording()(marked(1), '/v1/messages')
    expect(plain.headers.has('x-pith-volatile')).toBe(false)
  })
})

describe('rules that have their place elsewhere', () => {
  it.for([
    ['C10: a policy is pinned', 'needs two releases of the policy; the first is not out'],
    ['C11: a failed part stays raw', 'warm-sessions.test.ts: keeps verbatim what it has recorded'],
    ['C12: never below the cacheable minimum', 'warm-sessions.test.ts: the start rule'],
    ['C15: nothing is compressed in the background', 'there is no background work to test'],
  ] as const)('%s', ([, reason], context) => context.skip(reason))
})
