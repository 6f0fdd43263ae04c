import { availableParallelism } from 'node:os'
import type { Bench, BenchContext } from '../bench.ts'
import { markdownTable } from '../table.ts'
import { type Latency, measureLatency, measureThroughput, sendTogether } from './proxy/measure.ts'
import { type Payload, SMALL_BODY, STREAMED_SESSION, WARM_SESSION } from './proxy/payloads.ts'
import { measureEvents } from './proxy/restored-events.ts'
import { startTargets, type Target, type Targets } from './proxy/targets.ts'

const ROUNDS = 8
const SMALL_PER_ROUND = 150
const LARGE_PER_ROUND = 25
const CONNECTIONS = 20
const THROUGHPUT_MS = 2500
const THROUGHPUT_ROUNDS = 3
const CONCURRENT = 64

/** What a gateway adds on loopback, against the least that one can do and against Portkey. */
export const proxyBench: Bench = {
  name: 'proxy',
  readme: 'packages/proxy/README.md',
  async run(context) {
    const targets = await startTargets(context.root, context.log)
    try {
      return [
        await latencyTable(targets, context),
        await throughputTable(targets, context),
        await delayLine(targets.pith, context),
        await eventLine(context),
        explain(targets),
      ].join('\n\n')
    } finally {
      targets.close()
    }
  },
}

async function latencyTable(targets: Targets, { log }: BenchContext): Promise<string> {
  const all = listOf(targets)
  const streaming = all.filter(({ streams }) => streams)
  const measured: [Payload, ReadonlyMap<Target, Latency>][] = []
  for (const [payload, among, perRound] of [
    [SMALL_BODY, all, SMALL_PER_ROUND],
    [WARM_SESSION, all, LARGE_PER_ROUND],
    [STREAMED_SESSION, streaming, LARGE_PER_ROUND],
  ] as const) {
    log(payload.name)
    measured.push([payload, await measureLatency(among, payload, ROUNDS, perRound)])
  }
  const rows = all.map((target) => [
    target.name,
    ...measured.flatMap(([, latencies]) => cellsOf(latencies, target, targets.direct)),
  ])
  const heads = measured.flatMap(([{ name }]) => [`${name}: p50`, 'p95'])
  return markdownTable(['milliseconds; added to direct', ...heads], rows)
}

function cellsOf(
  latencies: ReadonlyMap<Target, Latency>,
  target: Target,
  direct: Target,
): string[] {
  const base = latencies.get(direct) as Latency
  const own = latencies.get(target)
  if (own === undefined) return ['-', '-']
  if (target === direct) return [base.p50.toFixed(2), base.p95.toFixed(2)]
  return [signed(own.p50 - base.p50), signed(own.p95 - base.p95)]
}

function signed(ms: number): string {
  return `${ms < 0 ? '' : '+'}${ms.toFixed(2)}`
}

async function throughputTable(targets: Targets, { log }: BenchContext): Promise<string> {
  const all = listOf(targets)
  const payloads = [SMALL_BODY, WARM_SESSION]
  const best = new Map<string, number>()
  for (let round = 0; round < THROUGHPUT_ROUNDS; round += 1) {
    for (const payload of payloads) {
      for (const target of all) {
        log(`throughput, round ${round + 1}: ${target.name}`)
        const rate = await measureThroughput(target, payload, CONNECTIONS, THROUGHPUT_MS)
        const key = `${target.name} ${payload.name}`
        best.set(key, Math.max(best.get(key) ?? 0, rate))
      }
    }
  }
  const rateOf = (target: Target, payload: Payload): number =>
    best.get(`${target.name} ${payload.name}`) as number
  const rows = all.map((target) => [
    target.name,
    ...payloads.flatMap((payload) => [
      Math.round(rateOf(target, payload)).toLocaleString('en'),
      `${(rateOf(target, payload) / rateOf(targets.bare, payload)).toFixed(2)}`,
    ]),
  ])
  return markdownTable(
    [
      `requests per second, ${CONNECTIONS} connections`,
      ...payloads.flatMap(({ name }) => [name, 'of bare']),
    ],
    rows,
  )
}

/** The delay comes from the server's own clock, which `/metrics` reads out and resets. */
async function delayLine(pith: Target, { log }: BenchContext): Promise<string> {
  log(`event-loop delay with ${CONCURRENT} requests at once`)
  const bodies = Array.from({ length: CONCURRENT }, (_, at) => WARM_SESSION.body(2000 + at, 0))
  await readDelay(pith)
  const start = performance.now()
  await sendTogether(pith, bodies)
  const seconds = (performance.now() - start) / 1000
  const { p50, p99 } = await readDelay(pith)
  const size = Math.round(Buffer.byteLength(bodies[0] ?? '') / 1000)
  return (
    `${CONCURRENT} new sessions of ${size} kB at once (nothing of them known): the last answer after ` +
    `${seconds.toFixed(1)} s, event-loop delay p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms.`
  )
}

async function eventLine({ log }: BenchContext): Promise<string> {
  log('events of a stream')
  const { plain, restored } = await measureEvents()
  return (
    `One event of a stream: ${plain.toFixed(3)} ms of processor time handed on, ${restored.toFixed(3)} ms where every ` +
    'other pair of events holds an alias that is restored.'
  )
}

async function readDelay(pith: Target): Promise<{ readonly p50: number; readonly p99: number }> {
  const text = await (await fetch(`${pith.origin}/metrics`)).text()
  const read = (name: string): number =>
    Number(new RegExp(`^nodejs_eventloop_lag_${name}_seconds (\\S+)`, 'm').exec(text)?.[1]) * 1000
  return { p50: read('p50'), p99: read('p99') }
}

function listOf({ direct, bare, pith, portkey }: Targets): Target[] {
  return [direct, bare, pith, ...(portkey === undefined ? [] : [portkey])]
}

function explain({ portkey }: Targets): string {
  const peer =
    portkey === undefined
      ? 'Portkey was not run: `PITH_BENCH_PEERS=1 npm run bench -- proxy` installs it in a folder of its own.'
      : 'Portkey answers streams with an error on this Node (its issue 1389), so that its stream cells are empty.'
  return (
    `Loopback, one run, in turns; model, gateways and client are processes on ${availableParallelism()} shared cores, Node ` +
    `${process.version}. Time is to the first byte of the answer. The session is compressed by Pith and handed on by the ` +
    `others; its first turn is not timed, every later one is. ${peer}`
  )
}
