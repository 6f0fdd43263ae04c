import { mentionsOf } from '@x/classifier/training'
import type { CorpusMessage, CorpusRecord } from './corpus.ts'

/** A message that an assistant reads, and what is known around it. */
export interface Turn {
  readonly text: string
  readonly role: CorpusMessage['role']
  /** Whether it is the result of a tool. */
  readonly isResult: boolean
  /** The last user message before it. */
  readonly user: string
  /** What the assistant said right before it, calls included. */
  readonly call: string
  readonly tool: string
  /** Tool results before it. */
  readonly turns: number
  /** All strings, and parts of strings, of the messages before. It grows while the turns are read: copy it to keep it. */
  readonly earlier: ReadonlySet<string>
  /** The same of the assistant messages after it. */
  readonly later: ReadonlySet<string>
}

/**
 * Walks a conversation. Families whose user messages carry the results (`isUserTool`) have them after the first answer.
 */
export function* turnsOf(record: CorpusRecord, isUserTool: boolean): Generator<Turn> {
  const messages = record.messages ?? []
  const later = laterMentions(messages)
  const earlier = new Set<string>()
  let user = ''
  let turns = 0
  let answered = false
  for (const [i, message] of messages.entries()) {
    const { role } = message
    const text = message.content ?? ''
    const isResult = role === 'tool' || (isUserTool && role === 'user' && answered)
    const before = callBefore(messages, i)
    yield { text, role, isResult, user, ...before, turns, earlier, later: later[i]! }
    if (isResult) turns += 1
    else if (role === 'user') user = text
    answered ||= role === 'assistant'
    for (const mention of mentionsOf(saidBy(message))) earlier.add(mention)
  }
}

/** What a message says: its text, and the names and arguments of its calls. */
export function saidBy(message: CorpusMessage): string {
  const calls = (message.tool_calls ?? []).map(
    (call) => `${call.function.name} ${call.function.arguments ?? ''}`,
  )
  return `${message.content ?? ''} ${calls.join(' ')}`
}

function laterMentions(messages: readonly CorpusMessage[]): ReadonlySet<string>[] {
  const found: ReadonlySet<string>[] = new Array(messages.length)
  let running: ReadonlySet<string> = new Set()
  for (let i = messages.length - 1; i >= 0; i--) {
    found[i] = running
    const message = messages[i]!
    if (message.role === 'assistant') {
      running = new Set([...running, ...mentionsOf(saidBy(message))])
    }
  }
  return found
}

function callBefore(
  messages: readonly CorpusMessage[],
  index: number,
): { call: string; tool: string } {
  const before = messages[index - 1]
  if (before === undefined) return { call: '', tool: '' }
  const call = before.role === 'assistant' ? saidBy(before) : ''
  return { call, tool: before.tool_calls?.[0]?.function.name ?? '' }
}
