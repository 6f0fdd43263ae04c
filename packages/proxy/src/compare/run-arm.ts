import { parseSseEvent } from '../sse/sse-event.ts'
import { createSseSplitter } from '../sse/sse-splitter.ts'
import { asRecord, asRecords, type JsonRecord, parseEventJson } from '../stream/event-json.ts'
import type { EventRewriter } from '../stream/relay-events.ts'
import { createStreamReading, type UpstreamUsage } from '../stream/stream-reading.ts'
import { type Exchange, isOk } from '../upstream/exchange.ts'
import type { DialectName } from '../wire/providers.ts'

/** How one arm ended. */
export interface ArmEnd {
  readonly text: string
  readonly usage: UpstreamUsage | undefined
  readonly latencyMs: number
  readonly firstTokenMs: number | undefined
  readonly error?: string
}

/** What an arm needs. */
export interface ArmOptions {
  readonly dialect: DialectName
  readonly maxEventBytes: number
  readonly rewriter?: EventRewriter
  readonly onToken: (token: string) => Promise<void> | void
}

/** Reads one streamed answer to its end and hands out its text piece by piece. Never rejects. */
export async function runArm(open: () => Promise<Exchange>, options: ArmOptions): Promise<ArmEnd> {
  const started = performance.now()
  const reading = createStreamReading(options.dialect)
  let text = ''
  let firstTokenMs: number | undefined
  const elapsed = (): number => Math.round((performance.now() - started) * 10) / 10
  const finish = (error?: string): ArmEnd => ({
    text,
    usage: reading.usage(),
    latencyMs: elapsed(),
    firstTokenMs,
    ...(error !== undefined && { error }),
  })

  async function take(raw: Uint8Array): Promise<void> {
    const event = parseSseEvent(raw)
    reading.observe(event)
    for (const sent of options.rewriter?.rewrite(event) ?? [raw]) {
      const token = textOf(parseSseEvent(sent).data ?? '')
      if (token === '') continue
      firstTokenMs ??= elapsed()
      text += token
      await options.onToken(token)
    }
  }

  try {
    const exchange = await open()
    if (!isOk(exchange.status)) {
      exchange.abort()
      return finish(`the upstream answered ${exchange.status}`)
    }
    const splitter = createSseSplitter(options.maxEventBytes)
    for (;;) {
      const chunk = await exchange.read()
      if (chunk === undefined) break
      for (const raw of splitter.push(chunk)) await take(raw)
    }
    return finish(reading.isComplete() ? undefined : 'the answer broke off')
  } catch {
    return finish('the upstream could not be reached')
  }
}

/** The text in one event of a chat completion or of a message of Anthropic. */
function textOf(data: string): string {
  const body: JsonRecord = parseEventJson(data) ?? {}
  const delta = asRecord(body.delta)
  if (delta?.type === 'text_delta') return String(delta.text ?? '')
  const content = asRecord(asRecords(body.choices)[0]?.delta)?.content
  return typeof content === 'string' ? content : ''
}
