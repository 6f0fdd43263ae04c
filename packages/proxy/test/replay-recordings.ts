import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import Anthropic from '@anthropic-ai/sdk'
import OpenAI from 'openai'
import { expect } from 'vitest'
import { createProxy, type UpstreamFetch } from '../src/index.ts'
import { chunkedStream } from './chunkings.ts'

type Folder = 'openai-chat' | 'openai-responses' | 'anthropic-messages'
type Fetch = (url: string | URL | Request, init?: RequestInit) => Promise<Response>

/** The folders of recorded streams, each with the SDK call that reads them. */
const CALLS: Readonly<Record<Folder, (fetch: Fetch) => Promise<AsyncIterable<unknown>>>> = {
  'openai-chat': (fetch: Fetch) =>
    new OpenAI({ apiKey: 'k', maxRetries: 0, fetch }).chat.completions.create({
      model: 'm',
      messages: [],
      stream: true,
    }),
  'openai-responses': (fetch: Fetch) =>
    new OpenAI({ apiKey: 'k', maxRetries: 0, fetch }).responses.create({
      model: 'm',
      input: 'x',
      stream: true,
    }),
  'anthropic-messages': (fetch: Fetch) =>
    new Anthropic({ apiKey: 'k', maxRetries: 0, fetch }).messages.create({
      model: 'm',
      max_tokens: 1,
      messages: [],
      stream: true,
    }),
}

/** What the SDK hands out, up to an error. */
async function collect(open: () => Promise<AsyncIterable<unknown>>): Promise<unknown[]> {
  const seen: unknown[] = []
  try {
    for await (const event of await open()) seen.push(event)
  } catch (error) {
    seen.push(`raised ${(error as Error).constructor.name}`)
  }
  return seen
}

function answerWith(bytes: Uint8Array, sizes: () => number): UpstreamFetch {
  return async () =>
    new Response(chunkedStream(bytes, sizes), { headers: { 'content-type': 'text/event-stream' } })
}

/** Folders of recorded streams. */
export const FOLDERS: readonly Folder[] = ['openai-chat', 'openai-responses', 'anthropic-messages']

const direct = new Map<string, Promise<unknown[]>>()

/** Replays every recording of a folder, and checks that the SDK hands out the same through the proxy as without it. */
export async function expectSameObjects(
  root: string,
  folder: Folder,
  sizes: () => () => number,
  maxBytes: number,
): Promise<void> {
  const files = readdirSync(join(root, folder)).filter((name) => name.endsWith('.sse'))
  expect(files.length).toBeGreaterThan(5)
  for (const name of files) {
    const bytes = readFileSync(join(root, folder, name))
    if (bytes.length > maxBytes) continue
    const whole: Fetch = () => answerWith(bytes, () => bytes.length)('', undefined as never)
    const app = createProxy({ fetch: answerWith(bytes, sizes()) })
    const call = CALLS[folder]
    const through = await collect(() => call(async (url, init) => app.request(String(url), init)))
    if (!direct.has(name))
      direct.set(
        name,
        collect(() => call(whole)),
      )
    expect(through, name).toEqual(await direct.get(name))
  }
}
