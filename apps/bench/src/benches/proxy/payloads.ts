/** Request bodies of one kind. */
export interface Payload {
  readonly name: string
  readonly isStream: boolean
  /** The body of a session's n-th turn; turn 0 is not timed: it is what the gateway sees first of a session. */
  body(session: number, turn: number): string
}

const SMALL = { role: 'user', content: 'Which of our orders wait, and for what? '.repeat(45) }

/** Below the threshold: every gateway hands it on as it came. */
export const SMALL_BODY: Payload = {
  name: '2 kB, below the threshold',
  isStream: false,
  body: (session, turn) =>
    JSON.stringify({ model: 'gpt-4o', messages: [SMALL, ...turnOf(session, turn, 0)] }),
}

/** An agent's session: 190 kB of history, and with each turn a question and a tool result of 1 kB more. */
export const WARM_SESSION: Payload = {
  name: '200 kB session, one more turn',
  isStream: false,
  body: (session, turn) => sessionBody(session, turn, ''),
}

/** The same, streamed. */
export const STREAMED_SESSION: Payload = {
  name: 'the same, first event of a stream',
  isStream: true,
  body: (session, turn) => sessionBody(session, turn, '"stream":true,'),
}

const ROUNDS = 10
const ROWS = 150
const TURN_ROWS = 8

/** Histories as text, so that a client spends its time sending. The longest unused goes. */
const histories = new Map<number, string>()
const MAX_HISTORIES = 64

function sessionBody(session: number, turn: number, flags: string): string {
  const turns = Array.from({ length: turn }, (_, at) => turnOf(session, at + 1, TURN_ROWS)).flat()
  const added = turns.map((message) => `,${JSON.stringify(message)}`).join('')
  return `{"model":"gpt-4o",${flags}"messages":[${historyOf(session)}${added}]}`
}

function historyOf(session: number): string {
  const known = histories.get(session)
  if (known !== undefined) return known
  const messages = Array.from({ length: ROUNDS }, (_, round) => turnOf(session, -round - 1, ROWS))
  const text = JSON.stringify(messages.flat()).slice(1, -1)
  histories.set(session, text)
  for (const oldest of histories.keys()) {
    if (histories.size <= MAX_HISTORIES) break
    histories.delete(oldest)
  }
  return text
}

function turnOf(session: number, turn: number, rows: number): object[] {
  const question = { role: 'user', content: `Session ${session}: list the orders of day ${turn}.` }
  if (rows === 0) return [question]
  const id = `call_${session}_${turn}`
  const call = { id, type: 'function', function: { name: 'list_orders', arguments: '{}' } }
  const orders = Array.from({ length: rows }, (_, row) => ({
    order: `A-${session}-${turn}-${row}`,
    status: row % 3 === 0 ? 'shipped' : 'waiting',
    total_cents: ((row + turn * ROWS + session) * 7919) % 10_007,
    currency: 'EUR',
  }))
  return [
    question,
    { role: 'assistant', content: null, tool_calls: [call] },
    { role: 'tool', tool_call_id: id, content: JSON.stringify(orders, null, 1) },
  ]
}
