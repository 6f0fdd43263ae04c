import { setTimeout as sleep } from 'node:timers/promises'
import type { UpstreamInit } from '@x/proxy'
import { loadTokenizer } from '@x/tokens'
import { demoChat } from './demo-chat.ts'
import { type DemoDialect, type DemoReply, type DemoRequest, openaiError } from './demo-dialect.ts'
import { demoMessages } from './demo-messages.ts'
import { demoResponses } from './demo-responses.ts'

const DIALECTS: readonly DemoDialect[] = [demoChat, demoMessages, demoResponses]
const EVENT_DELAY_MS = 15

/**
 * Stands in for a model API where no key is set, so that the proxy can be tried at once. It is no model: it answers chat
 * completions, Responses and Messages, streamed and whole, with a fixed text that says so, and every other route with 501.
 */
export async function demoUpstream(url: string, init: UpstreamInit): Promise<Response> {
  const { pathname } = new URL(url)
  const dialect = DIALECTS.find(({ path }) => pathname.endsWith(path))
  if (dialect === undefined || init.method !== 'POST') return answer(501, openaiError(NOT_HERE))
  const body = parse(await new Response(init.body as BodyInit | null).text())
  const request = body && dialect.read(body)
  if (request === undefined) {
    return answer(400, dialect.error('The demo upstream found no messages in this request.'))
  }
  const reply = await replyTo(request)
  return body?.stream === true
    ? stream(dialect.events(reply), init.signal)
    : answer(200, dialect.whole(reply))
}

const NOT_HERE =
  'The demo upstream only answers POST /v1/chat/completions, /v1/responses and /v1/messages. ' +
  'Send your own API key to reach the model API.'

function parse(body: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(body)
    return typeof value === 'object' && value !== null
      ? (value as Record<string, unknown>)
      : undefined
  } catch {
    return undefined
  }
}

/** Counts the texts alone: what a vendor adds for the frame of each message is not known here. */
async function replyTo({ messages, texts }: DemoRequest): Promise<DemoReply> {
  const tokenizer = await loadTokenizer('o200k_base')
  const inputTokens = texts.reduce((sum, text) => sum + tokenizer.countTokens(text), 0)
  const text =
    `This is the demo upstream of Pith, not a model. It received ${messages} messages, ` +
    `${inputTokens.toLocaleString('en-US')} tokens of text after compression. ` +
    'Send your own API key, or set PITH_KEY_OPENAI and PITH_CLIENT_TOKEN, to reach a model.'
  return { text, inputTokens, outputTokens: tokenizer.countTokens(text) }
}

function stream(events: string[], signal: AbortSignal): Response {
  const encoder = new TextEncoder()
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const event = events.shift()
        if (event === undefined || signal.aborted) return controller.close()
        await sleep(EVENT_DELAY_MS)
        controller.enqueue(encoder.encode(event))
      },
    },
    { highWaterMark: 0 },
  )
  return new Response(body, {
    headers: { 'content-type': 'text/event-stream; charset=utf-8', 'x-pith-demo': 'true' },
  })
}

function answer(status: number, body: object): Response {
  return Response.json(body, { status, headers: { 'x-pith-demo': 'true' } })
}
