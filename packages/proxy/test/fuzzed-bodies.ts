import fc from 'fast-check'
import { expect } from 'vitest'
import { createProxy } from '../src/index.ts'

const ROUTES = ['/v1/chat/completions', '/v1/responses', '/v1/messages', '/v1/embeddings', '/v1/x']

const message = fc.record({
  role: fc.constantFrom('user', 'assistant', 'system', 'tool', 'other'),
  content: fc.oneof(fc.string({ unit: 'binary' }), fc.json(), fc.array(fc.jsonValue())),
})

const body = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.json(),
  fc
    .record({ model: fc.string(), messages: fc.array(message) })
    .map((value) => JSON.stringify(value)),
  fc
    .record({ model: fc.string(), input: fc.array(fc.jsonValue()), instructions: fc.string() })
    .map((value) => JSON.stringify(value, null, 1)),
)

const bytes = fc.oneof(
  body.map((text) => new TextEncoder().encode(text)),
  fc.uint8Array({ maxLength: 2000 }),
  // Valid requests cut anywhere.
  fc.tuple(body, fc.nat()).map(([text, at]) => new TextEncoder().encode(text).slice(0, at % 500)),
)

/** Below the threshold nothing may be compressed: whatever comes in goes out byte for byte. */
export async function expectIdenticalForwarding(runs: number): Promise<void> {
  const forwarded: Uint8Array[] = []
  const app = createProxy({
    thresholdTokens: 1_000_000,
    fetch: async (_url, init) => {
      forwarded.push(new Uint8Array(await new Response(init.body as BodyInit | null).arrayBuffer()))
      return Response.json({})
    },
  })
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...ROUTES), bytes, async (route, sent) => {
      const headers = { authorization: 'Bearer own' }
      const response = await app.request(route, { method: 'POST', headers, body: sent as BodyInit })
      expect(response.status).toBe(200)
      expect(Buffer.from(forwarded.pop() ?? []).equals(Buffer.from(sent))).toBe(true)
    }),
    { numRuns: runs },
  )
}
