import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import Anthropic from '@anthropic-ai/sdk'
import OpenAI from 'openai'
import { describe, expect, it } from 'vitest'
import { createProxy } from '../src/index.ts'
import { aliasingCompressor } from './aliasing-compressor.ts'
import { CHUNKINGS, chunkedStream } from './chunkings.ts'

interface Expectation {
  readonly content?: string
  readonly content_utf16?: string
  readonly content_parsed?: unknown
  readonly choices?: readonly string[]
  readonly refusal?: string
  readonly reasoning?: string
  readonly finish?: string
  readonly args?: readonly string[]
  readonly args_parsed?: unknown
  readonly tool_name?: string
  readonly tool_id?: string
  readonly usage_total?: number
  readonly text?: string
  readonly texts?: readonly string[]
  readonly thinking?: string
  readonly signature?: string
  readonly redacted?: string
  readonly input?: unknown
  readonly encrypted?: string
  readonly json_mode?: boolean
  readonly error?: boolean | string
}

/** What an answer comes to, whatever its dialect. */
interface Final {
  readonly choices: string[]
  refusal: string
  reasoning: string
  finish: string | undefined
  readonly args: string[]
  tool: { name?: string; id?: string }
  total: number | undefined
  signature: string
  redacted: string
  encrypted: string
  snapshots: string[]
  sequence: number[]
  error: boolean
}

const data = process.env.PITH_DATA
const root = data === undefined ? undefined : join(data, 'fixtures/wire/synthetic')

async function replay(
  name: string,
  aliases: Record<string, string>,
  sizes: () => number,
  json: boolean,
) {
  const bytes = readFileSync(join(root ?? '', name))
  const app = createProxy({
    compressor: aliasingCompressor(() => aliases),
    fetch: async () =>
      new Response(chunkedStream(bytes, sizes), {
        headers: { 'content-type': 'text/event-stream' },
      }),
  })
  const fetch = async (url: string | URL | Request, init?: RequestInit) =>
    app.request(String(url), init)
  const format = json ? { response_format: { type: 'json_object' as const } } : {}
  const final: Final = {
    choices: [],
    refusal: '',
    reasoning: '',
    finish: undefined,
    args: [],
    tool: {},
    total: undefined,
    signature: '',
    redacted: '',
    encrypted: '',
    snapshots: [],
    sequence: [],
    error: false,
  }
  try {
    if (name.startsWith('anthropic')) await readMessage(fetch, final)
    else if (name.startsWith('responses')) await readResponse(fetch, final)
    else await readChat(fetch, final, format)
  } catch {
    final.error = true
  }
  return final
}

type Fetch = (url: string | URL | Request, init?: RequestInit) => Promise<Response>

async function readChat(fetch: Fetch, final: Final, format: object): Promise<void> {
  const client = new OpenAI({ apiKey: 'k', maxRetries: 0, logLevel: 'off', fetch })
  const stream = await client.chat.completions.create({
    model: 'm',
    messages: [],
    stream: true,
    ...format,
  })
  for await (const { choices, usage } of stream) {
    final.total = usage?.total_tokens ?? final.total
    for (const { index, delta, finish_reason } of choices) {
      final.choices[index] = (final.choices[index] ?? '') + (delta.content ?? '')
      final.refusal += delta.refusal ?? ''
      final.reasoning += (delta as { reasoning_content?: string }).reasoning_content ?? ''
      final.finish = finish_reason ?? final.finish
      for (const call of delta.tool_calls ?? []) {
        final.args[call.index] = (final.args[call.index] ?? '') + (call.function?.arguments ?? '')
        final.tool.name ??= call.function?.name as string
        final.tool.id ??= call.id as string
      }
    }
  }
}

async function readMessage(fetch: Fetch, final: Final): Promise<void> {
  const client = new Anthropic({ apiKey: 'k', maxRetries: 0, logLevel: 'off', fetch })
  const stream = await client.messages.create({
    model: 'm',
    max_tokens: 1,
    messages: [],
    stream: true,
  })
  for await (const event of stream) {
    if (event.type === 'content_block_start' && event.content_block.type === 'redacted_thinking') {
      final.redacted = event.content_block.data
    }
    if (event.type === 'content_block_delta') readDelta(event, final)
  }
}

function readDelta({ index, delta }: Anthropic.RawContentBlockDeltaEvent, final: Final): void {
  if (delta.type === 'text_delta') final.choices[index] = (final.choices[index] ?? '') + delta.text
  if (delta.type === 'thinking_delta') final.reasoning += delta.thinking
  if (delta.type === 'signature_delta') final.signature += delta.signature
  if (delta.type !== 'input_json_delta') return
  final.args[index] = (final.args[index] ?? '') + delta.partial_json
}

async function readResponse(fetch: Fetch, final: Final): Promise<void> {
  const client = new OpenAI({ apiKey: 'k', maxRetries: 0, logLevel: 'off', fetch })
  const stream = await client.responses.create({ model: 'm', input: 'x', stream: true })
  for await (const event of stream) {
    final.sequence.push(event.sequence_number)
    final.snapshots.push(...snapshotsOf(event))
    if (event.type === 'response.output_text.delta') {
      final.choices[0] = (final.choices[0] ?? '') + event.delta
    }
    if (event.type === 'response.function_call_arguments.delta') {
      final.args[0] = (final.args[0] ?? '') + event.delta
    }
    if (event.type !== 'response.completed') continue
    const reasoning = event.response.output.find((item) => item.type === 'reasoning')
    final.encrypted = reasoning?.encrypted_content ?? ''
  }
}

function snapshotsOf(event: OpenAI.Responses.ResponseStreamEvent): string[] {
  if (event.type === 'response.output_text.done') return [event.text]
  if (event.type === 'response.function_call_arguments.done') return [event.arguments]
  if (event.type === 'response.output_item.done') return textsOf(event.item)
  if (event.type === 'response.completed') return event.response.output.flatMap(textsOf)
  const isText = event.type === 'response.content_part.done' && event.part.type === 'output_text'
  return isText ? [(event.part as { text: string }).text] : []
}

function textsOf(item: OpenAI.Responses.ResponseOutputItem): string[] {
  if (item.type === 'function_call') return [item.arguments]
  if (item.type !== 'message') return []
  return item.content.flatMap((part) => (part.type === 'output_text' ? [part.text] : []))
}

function check(name: string, final: Final, wanted: Expectation): void {
  const text = final.choices.join('')
  const parsed = (): unknown[] => final.args.filter(Boolean).map((json) => JSON.parse(json))
  if (wanted.error !== undefined) expect(final.error, name).toBe(true)
  else expect(final.error, name).toBe(false)
  const pairs: [unknown, unknown][] = [
    [wanted.content, text],
    [wanted.text, text],
    [wanted.content_utf16 && JSON.parse(`"${wanted.content_utf16}"`), text],
    [wanted.content_parsed, wanted.content_parsed && JSON.parse(text)],
    [wanted.choices, final.choices],
    [wanted.texts, final.choices.filter((choice) => choice !== undefined)],
    [wanted.refusal, final.refusal],
    [wanted.reasoning ?? wanted.thinking, final.reasoning],
    [wanted.finish, final.finish],
    [wanted.args, final.args.filter(Boolean)],
    [
      wanted.args_parsed,
      name.startsWith('responses') ? parsed()[0] : wanted.args_parsed && parsed(),
    ],
    [wanted.input, wanted.input && parsed()[0]],
    [wanted.tool_name, final.tool.name],
    [wanted.tool_id, final.tool.id],
    [wanted.usage_total, final.total],
    [wanted.signature, final.signature],
    [wanted.redacted, final.redacted],
    [wanted.encrypted, final.encrypted],
  ]
  for (const [expected, found] of pairs) {
    if (expected !== undefined) expect(found, name).toEqual(expected)
  }
  if (!name.startsWith('responses') || final.error) return
  expect(new Set([...final.snapshots, text || final.args.join('')]).size, name).toBeLessThanOrEqual(
    1,
  )
  expect(final.sequence, name).toEqual(final.sequence.map((_number, index) => index))
}

describe('synthetic streams', () => {
  it.for(CHUNKINGS)('come to what is expected of them, $name', async ({ sizes }, context) => {
    if (root === undefined) return context.skip('PITH_DATA is not set')
    const { aliases, cases } = JSON.parse(readFileSync(join(root, 'expected.json'), 'utf8')) as {
      aliases: Record<string, string>
      cases: Record<string, Expectation>
    }
    expect(Object.keys(cases).length).toBeGreaterThan(40)
    for (const [name, wanted] of Object.entries(cases)) {
      // With log probabilities asked for, no alias may have been defined in the first place.
      const defined = name === 'chat-logprobs-alias.sse' ? {} : aliases
      check(name, await replay(name, defined, sizes(), wanted.json_mode === true), wanted)
    }
  })
})
