import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createProxy } from '../src/index.ts'

const data = process.env.PITH_DATA
const root = data === undefined ? undefined : join(data, 'fixtures/wire')

/** The route under which the bodies of a folder travel. */
const ROUTES: Readonly<Record<string, string>> = {
  'openai-chat': '/v1/chat/completions',
  'openai-completions': '/v1/completions',
  'openai-responses': '/v1/responses',
  'openai-embeddings': '/v1/embeddings',
  'anthropic-messages': '/v1/messages',
  gemini: '/v1beta/models/g:generateContent',
}

function filesOf(folder: string): { readonly name: string; readonly bytes: Buffer }[] {
  if (root === undefined) return []
  return readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.json') && !name.endsWith('.meta.json'))
    .map((name) => ({ name, bytes: readFileSync(join(root, folder, name)) }))
}

async function send(route: string, sent: Buffer, answer: Buffer): Promise<readonly Buffer[]> {
  let forwarded = Buffer.alloc(0)
  const app = createProxy({
    fetch: async (_url, { body }) => {
      forwarded = Buffer.from(await new Response(body as BodyInit | null).arrayBuffer())
      const headers = { 'content-type': 'application/json' }
      return new Response(Uint8Array.from(answer), { headers })
    },
  })
  const headers = { authorization: 'Bearer own' }
  const init = { method: 'POST', headers, body: Uint8Array.from(sent) }
  const response = await app.request(route, init)
  return [forwarded, Buffer.from(await response.arrayBuffer())]
}

describe('recorded bodies', () => {
  it.for(Object.entries(ROUTES))(
    'of %s pass both ways byte for byte',
    async ([folder, route], context) => {
      if (root === undefined) return context.skip('PITH_DATA is not set')
      const files = filesOf(folder)
      expect(files.length).toBeGreaterThan(3)
      for (const { name, bytes } of files) {
        const [forwarded, returned] = await send(route, bytes, bytes)
        expect(forwarded?.equals(bytes), name).toBe(true)
        expect(returned?.equals(bytes), name).toBe(true)
      }
    },
  )
})
