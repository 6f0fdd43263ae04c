import { setTimeout as sleep } from 'node:timers/promises'
import type { UpstreamInit } from '@x/proxy'
import { loadTokenizer } from '@x/tokens'

const MODEL = 'pith-demo'
const CHUNK_DELAY_MS = 15

interface DemoRequest {
  readonly stream?: unknown
  readonly messages?: unknown
}

/**
 * Stands in for a model API where no key is set, so that the proxy can be tried at once. It is no model: it answers chat
 * completions, streamed and whole, with a fixed text that says so, and every other route with 501.
 */
export async function demoUpstream(url: string, init: UpstreamInit): Promise<Response> {
  const { pathname } = new URL(url)
  if (!pathname.endsWith('/chat/completions') || init.method !== 'POST') return notHere()
  const body = await new Response(init.body as BodyInit | null).text()
  const request = parse(body)
  if (!Array.isArray(request?.messages)) {
    return error(400, 'The demo upstream needs a chat request: {"messages": [...]}.')
  }
  const promptTokens = await countMessages(request.messages)
  const text = answerText(request.messages.length, promptTokens)
  const usage = await countUsage(promptTokens, text)
  if (request.stream === true) return streamed(text, usage, init.signal)
  return Response.json(
    { ...envelope('chat.completion'), choices: [wholeChoice(text)], usage },
    { headers: { 'x-pith-demo': 'true' } },
  )
}

function answerText(messages: number, tokens: number): string {
  return (
    `This is the demo upstream of Pith, not a model. It received ${messages} messages, ` +
    `${tokens.toLocaleString('en-US')} tokens of text after compression. ` +
    'Send your own API key, or set PITH_KEY_OPENAI and PITH_CLIENT_TOKEN, to reach a model.'
  )
}

function parse(body: string): DemoRequest | undefined {
  try {
    return JSON.parse(body) as DemoRequest
  } catch {
    return undefined
  }
}

/** Counts the texts alone: what a vendor adds for the frame of each message is not known here. */
async function countMessages(messages: readonly unknown[]): Promise<number> {
  const tokenizer = await loadTokenizer('o200k_base')
  return messages
    .map((message) => (message as { content?: unknown } | null)?.content)
    .flatMap((content) => (Array.isArray(content) ? content.map((part) => part?.text) : [content]))
    .reduce<number>(
      (sum, text) => sum + (typeof text === 'string' ? tokenizer.countTokens(text) : 0),
      0,
    )
}

async function countUsage(prompt: number, text: string): Promise<Record<string, number>> {
  const completion = (await loadTokenizer('o200k_base')).countTokens(text)
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
  }
}

function streamed(text: string, usage: Record<string, number>, signal: AbortSignal): Response {
  const chunks = [
    chunk({ role: 'assistant', content: '' }, null),
    ...(text.match(/\S+\s*/g) ?? []).map((word) => chunk({ content: word }, null)),
    chunk({}, 'stop'),
    { ...envelope('chat.completion.chunk'), choices: [], usage },
  ]
  const lines = [...chunks.map((data) => `data: ${JSON.stringify(data)}\n\n`), 'data: [DONE]\n\n']
  const encoder = new TextEncoder()
  const stream = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const line = lines.shift()
        if (line === undefined || signal.aborted) return controller.close()
        await sleep(CHUNK_DELAY_MS)
        controller.enqueue(encoder.encode(line))
      },
    },
    { highWaterMark: 0 },
  )
  return new Response(stream, {
    headers: { 'content-type': 'text/event-stream; charset=utf-8', 'x-pith-demo': 'true' },
  })
}

function envelope(object: string): Record<string, unknown> {
  return { id: `chatcmpl-demo-${crypto.randomUUID()}`, object, created: seconds(), model: MODEL }
}

function chunk(delta: Record<string, unknown>, finish: string | null): Record<string, unknown> {
  const choices = [{ index: 0, delta, finish_reason: finish }]
  return { ...envelope('chat.completion.chunk'), choices }
}

function wholeChoice(content: string): Record<string, unknown> {
  return { index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }
}

function seconds(): number {
  return Math.floor(Date.now() / 1000)
}

function notHere(): Response {
  return error(
    501,
    'The demo upstream only answers POST /v1/chat/completions. Send your own API key to reach the model API.',
  )
}

function error(status: number, message: string): Response {
  const body = { error: { message, type: 'invalid_request_error', param: null, code: 'demo' } }
  return Response.json(body, { status, headers: { 'x-pith-demo': 'true' } })
}
