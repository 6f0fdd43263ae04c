import { type Compressor, createProxy } from '@x/proxy'

const EVENTS = 2000
const ROUNDS = 6
const PHRASE = 'https://orders.example.com/api/v2/customers/8841/shipments/overview'

/** What one event of a stream costs on its way through, in milliseconds of processor time. */
export interface EventCost {
  readonly plain: number
  readonly restored: number
}

/**
 * Sends a stream through the proxy, in this process and without a network: once as it is, and once with an alias, cut in
 * two, in every second pair of events. The best of several rounds.
 */
export async function measureEvents(): Promise<EventCost> {
  const cost = { plain: Number.POSITIVE_INFINITY, restored: Number.POSITIVE_INFINITY }
  for (let round = 0; round < ROUNDS; round += 1) {
    cost.plain = Math.min(cost.plain, await timeStream([]))
    cost.restored = Math.min(cost.restored, await timeStream([{ alias: '$a', phrase: PHRASE }]))
  }
  return cost
}

type Aliases = Awaited<ReturnType<Compressor['compress']>>['aliases']

async function timeStream(aliases: Aliases): Promise<number> {
  const app = createProxy({ compressor: compressorWith(aliases), fetch: async () => answer() })
  const body = '{"model":"gpt-4o","stream":true,"messages":[]}'
  const start = process.cpuUsage()
  const response = await app.request('/v1/chat/completions', { method: 'POST', body })
  const text = await response.text()
  const { user, system } = process.cpuUsage(start)
  if (text.includes(PHRASE) !== aliases.length > 0) throw new Error('the stream was not restored')
  return (user + system) / 1000 / EVENTS
}

/** Changes nothing and says that it defined the given aliases. */
function compressorWith(aliases: Aliases): Compressor {
  const refuse = (): Promise<never> => Promise.reject(new Error('no documents here'))
  return {
    compress: async ({ body }) => ({
      status: 'hit',
      reason: 'exact',
      body,
      isChanged: true,
      stages: [],
      aliases,
      elapsedMs: 0,
    }),
    compressDocument: refuse,
  }
}

function answer(): Response {
  const words = ['see ', '$', 'a now ', 'and then']
  const encoder = new TextEncoder()
  let sent = 0
  const stream = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (sent === EVENTS) {
        controller.enqueue(encoder.encode('data: [DONE]\n\n'))
        return controller.close()
      }
      const delta = { content: words[sent % words.length] }
      const choices = [{ index: 0, delta, finish_reason: null }]
      controller.enqueue(encoder.encode(`data: ${JSON.stringify({ id: 'c', choices })}\n\n`))
      sent += 1
    },
  })
  return new Response(stream, { headers: { 'content-type': 'text/event-stream' } })
}
