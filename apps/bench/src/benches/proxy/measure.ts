import { Client, Pool } from 'undici'
import type { Payload } from './payloads.ts'
import type { Target } from './targets.ts'

/** Milliseconds of one target's requests, over all rounds. */
export interface Latency {
  readonly p50: number
  readonly p95: number
}

const PATH = '/v1/chat/completions'

/**
 * Sends a payload to every target in turns, one request at a time on one kept connection each: what a busy machine adds,
 * it adds to all alike.
 */
export async function measureLatency(
  targets: readonly Target[],
  payload: Payload,
  rounds: number,
  perRound: number,
): Promise<ReadonlyMap<Target, Latency>> {
  const lanes = targets.map((target) => ({
    target,
    client: new Client(target.origin),
    elapsed: [] as number[],
  }))
  for (let round = 0; round < rounds + 1; round += 1) {
    for (const { target, client, elapsed } of lanes) {
      for (let turn = 0; turn <= perRound; turn += 1) {
        const ms = await timeRequest(client, target, payload.body(round, turn))
        if (round > 0 && turn > 0) elapsed.push(ms)
      }
    }
  }
  await Promise.all(lanes.map(({ client }) => client.close()))
  return new Map(
    lanes.map(({ target, elapsed }) => [
      target,
      { p50: percentile(elapsed, 0.5), p95: percentile(elapsed, 0.95) },
    ]),
  )
}

/** Milliseconds until the first byte of the answer's body, which is read to its end. */
async function timeRequest(client: Client, target: Target, body: string): Promise<number> {
  const start = performance.now()
  const answer = await client.request({ path: PATH, method: 'POST', headers: target.headers, body })
  if (answer.statusCode !== 200) throw new Error(`${target.name} answered ${answer.statusCode}`)
  let first: number | undefined
  for await (const _ of answer.body) first ??= performance.now() - start
  return first ?? performance.now() - start
}

/** Answers per second over kept connections, each with a session of its own whose first turn is not timed. */
export async function measureThroughput(
  target: Target,
  payload: Payload,
  connections: number,
  durationMs: number,
): Promise<number> {
  const pool = new Pool(target.origin, { connections })
  const send = async (session: number, turn: number): Promise<void> => {
    const body = payload.body(session, turn)
    const answer = await pool.request({ path: PATH, method: 'POST', headers: target.headers, body })
    await answer.body.dump()
    if (answer.statusCode !== 200) throw new Error(`${target.name} answered ${answer.statusCode}`)
  }
  const sessions = Array.from({ length: connections }, (_, at) => FIRST_SESSION + at)
  for (const session of sessions) await send(session, 0)
  const start = performance.now()
  let answered = 0
  await Promise.all(
    sessions.map(async (session) => {
      for (let turn = 1; performance.now() < start + durationMs; turn += 1) {
        await send(session, turn)
        answered += 1
      }
    }),
  )
  const elapsed = performance.now() - start
  await pool.close()
  return (answered / elapsed) * 1000
}

/** Beyond the sessions of the latencies. */
const FIRST_SESSION = 1000

/** Sends many requests at once, each with a body of its own, and waits for all. */
export async function sendTogether(target: Target, bodies: readonly string[]): Promise<void> {
  const pool = new Pool(target.origin, { connections: bodies.length })
  await Promise.all(
    bodies.map(async (body) => {
      const { headers } = target
      const answer = await pool.request({ path: PATH, method: 'POST', headers, body })
      await answer.body.dump()
      if (answer.statusCode !== 200) throw new Error(`${target.name} answered ${answer.statusCode}`)
    }),
  )
  await pool.close()
}

/** The value below which a share of the samples lies. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}
