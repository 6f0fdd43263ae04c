/** What the demo upstream says, and what it counted. */
export interface DemoReply {
  readonly text: string
  readonly inputTokens: number
  readonly outputTokens: number
}

/** One request shape that the demo upstream answers. */
export interface DemoDialect {
  /** How the request's path ends. */
  readonly path: string
  /** The texts of a request and the number of its messages; `undefined` for a body of another shape. */
  readonly read: (body: Readonly<Record<string, unknown>>) => DemoRequest | undefined
  /** The answer as one JSON object. */
  readonly whole: (reply: DemoReply) => object
  /** The answer as server-sent events, each complete. */
  readonly events: (reply: DemoReply) => string[]
  /** An error as this vendor writes it. */
  readonly error: (message: string) => object
}

/** What the demo upstream makes of a request. */
export interface DemoRequest {
  readonly messages: number
  readonly texts: readonly string[]
}

/** The model that the demo upstream says it is. */
export const DEMO_MODEL = 'pith-demo'

/** Each word with the space behind it: the pieces in which an answer streams. */
export function wordsOf(text: string): string[] {
  return text.match(/\S+\s*/g) ?? []
}

/** The texts of messages or items whose content is text, or a list of blocks that hold some. */
export function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (Array.isArray(value)) return value.flatMap(textsOf)
  if (typeof value !== 'object' || value === null) return []
  const { content, text, output } = value as Readonly<Record<string, unknown>>
  return [content, text, output].flatMap(textsOf)
}

/** One event with a name, as Anthropic and Responses write it. */
export function namedEvent(data: {
  readonly type: string
  readonly sequence_number?: number
}): string {
  return `event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`
}

/** An error as OpenAI writes it. */
export function openaiError(message: string): object {
  return { error: { message, type: 'invalid_request_error', param: null, code: 'demo' } }
}

/** Seconds since the epoch. */
export function seconds(): number {
  return Math.floor(Date.now() / 1000)
}
