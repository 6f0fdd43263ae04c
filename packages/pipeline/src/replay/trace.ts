import { type ReadRequest, readRequest } from '../dialects/read-request.ts'
import type { Transcript } from '../transcript.ts'

/** One conversation: the requests that a client sent, each with its whole history. */
export interface TraceConversation {
  readonly requests: readonly Transcript[]
  readonly model: string | undefined
}

/** Recorded traffic. */
export interface Trace {
  readonly conversations: readonly TraceConversation[]
}

/** A trace that is in no known form: says which line, and what was expected. */
export class TraceError extends Error {
  override readonly name = 'TraceError'
  /** Line of the file, from 1. */
  readonly line: number

  constructor(message: string, line: number) {
    super(
      `line ${line}: ${message}; expected a request or conversation with "messages" or "input", JSON Lines of them, or an agent trajectory with "history"`,
    )
    this.line = line
  }
}

/**
 * Reads recorded conversations: one JSON request (OpenAI chat, Responses, Anthropic), JSON Lines of requests or of
 * conversations, or a SWE-agent trajectory (`history`). A conversation is replayed turn by turn: one request before each
 * answer of the model. Requests of which each carries the one before are taken as they were sent.
 * @throws {TraceError} for anything else
 */
export function readTrace(text: string): Trace {
  const whole = readOne(text)
  if (whole !== undefined) return { conversations: [turnByTurn(whole)] }
  const lines = text.split('\n')
  const requests = lines.flatMap((line, at) => {
    if (line.trim() === '') return []
    const request = readOne(line)
    if (request === undefined) throw new TraceError('is no recorded request', at + 1)
    return [request]
  })
  if (requests.length === 0) throw new TraceError('the trace is empty', 1)
  return { conversations: chains(requests).map(conversationOf) }
}

function readOne(text: string): ReadRequest | undefined {
  const request = readRequest(text)
  if (request !== undefined) return request
  const inner = unwrap(text)
  return inner === undefined ? undefined : readRequest(inner)
}

/** Envelopes around a request, and the lists that agents write. */
function unwrap(text: string): string | undefined {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return undefined
  }
  if (Array.isArray(value)) return JSON.stringify({ messages: value })
  if (typeof value !== 'object' || value === null) return undefined
  const record = value as Readonly<Record<string, unknown>>
  const inner = record.request ?? record.body
  if (inner !== undefined) return typeof inner === 'string' ? inner : JSON.stringify(inner)
  return Array.isArray(record.history) ? JSON.stringify({ messages: record.history }) : undefined
}

/** Requests that grow out of the one before them belong together. */
function chains(requests: readonly ReadRequest[]): ReadRequest[][] {
  const found: ReadRequest[][] = []
  for (const request of requests) {
    const last = found.at(-1)
    if (last !== undefined && continues(last.at(-1)!.transcript, request.transcript)) {
      last.push(request)
    } else found.push([request])
  }
  return found
}

function continues(before: Transcript, after: Transcript): boolean {
  return (
    after.parts.length >= before.parts.length &&
    before.parts.every((part, at) => {
      const next = after.parts[at]!
      return part.text === next.text && part.role === next.role
    })
  )
}

function conversationOf(requests: readonly ReadRequest[]): TraceConversation {
  if (requests.length === 1) return turnByTurn(requests[0]!)
  return { requests: requests.map(({ transcript }) => transcript), model: requests[0]!.model }
}

const MESSAGE = /^(?:messages|input)\[(\d+)\]/

/** One request before each answer of the model, and a last one where the conversation ends without an answer. */
function turnByTurn({ transcript, model }: ReadRequest): TraceConversation {
  const { parts } = transcript
  const messageOf = (at: number): string => MESSAGE.exec(parts[at]?.id ?? '')?.[1] ?? ''
  const ends: number[] = []
  for (let at = 1; at < parts.length; at += 1) {
    const isFirst = parts[at - 1]!.role !== 'assistant' || messageOf(at - 1) === ''
    if (parts[at]!.role === 'assistant' && isFirst) ends.push(at)
  }
  if (parts.at(-1)?.role !== 'assistant') ends.push(parts.length)
  return {
    requests: ends.map((end) => ({ ...transcript, parts: parts.slice(0, end) })),
    model,
  }
}
