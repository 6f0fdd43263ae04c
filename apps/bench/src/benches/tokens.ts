import type { Bench, BenchContext } from '../bench.ts'
import { markdownTable } from '../table.ts'
import { createInputs, type Input } from './tokens/inputs.ts'
import { loadPeers, type Peer } from './tokens/peers.ts'
import { measureStartUps } from './tokens/start-up.ts'

const ROUNDS = 9
/** A peer that has had this much of one text sits out the further rounds. */
const ENOUGH_MS = 2000
const WARM_UP_CALLS = 50
const WARM_UP = 'The quick brown fox jumps over 13 lazy dogs: {"a": [1, 2.5]}\n'.repeat(40)

interface Speed {
  readonly coldMs: number
  readonly warmMs: number
}

/** Encoding speed, start-up time and memory against the three tokenizers that people use in JavaScript. */
export const tokensBench: Bench = {
  name: 'tokens',
  readme: 'packages/tokens/README.md',
  run: async (context) => {
    const peers = await loadPeers()
    for (const peer of peers) {
      for (let call = 0; call < WARM_UP_CALLS; call += 1) peer.encode(WARM_UP)
    }
    const inputs = createInputs(context.inputsFolder)
    const speeds = await speedTable(peers, inputs, context)
    context.log('start-up')
    return [speeds, EXPLANATION, startUpTable()].join('\n\n')
  },
}

const EXPLANATION = `Speed is the best of up to ${ROUNDS - 1} calls after the first; in brackets the first call on that text, by a warm process. A peer's column
says how many times faster \`@x/tokens\` is, warm (first call); below 1 it is slower. All give the same tokens on every row
shown. "quadratic" was not run: minutes to hours. gpt-tokenizer keeps whole pieces of any length, so a long one seen before costs it one look-up. Node ${process.version}.`

async function speedTable(
  [own, ...others]: readonly [Peer, ...Peer[]],
  inputs: readonly Input[],
  context: BenchContext,
): Promise<string> {
  const rows = inputs.map((input) => {
    context.log(input.name)
    const runnable = [own, ...others].filter((peer) => !(input.isEndless && peer.isQuadratic))
    const speeds = measure(runnable, input.text)
    requireSameTokens(runnable, input)
    const ownSpeed = speeds.get(own) as Speed
    return [
      input.name,
      own.encode(input.text).length.toLocaleString('en'),
      throughput(input.text, ownSpeed),
      ...others.map((peer) => times(speeds.get(peer), ownSpeed)),
    ]
  })
  const heads = others.map(({ name }) => `× ${name}`)
  return markdownTable(['encode, o200k_base', 'tokens', '@x/tokens, MB/s', ...heads], rows)
}

/** In turns, so that a busy machine hits all alike. Cold is the first call on the text. */
function measure(peers: readonly Peer[], text: string): ReadonlyMap<Peer, Speed> {
  const calls = new Map<Peer, number[]>(peers.map((peer) => [peer, []]))
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [peer, elapsed] of calls) {
      if (round > 1 && elapsed.reduce((sum, ms) => sum + ms, 0) > ENOUGH_MS) continue
      const start = performance.now()
      peer.encode(text)
      elapsed.push(performance.now() - start)
    }
  }
  return new Map(
    Array.from(calls, ([peer, [coldMs = 0, ...warm]]) => [
      peer,
      { coldMs, warmMs: Math.min(...warm) },
    ]),
  )
}

function requireSameTokens([own, ...others]: readonly Peer[], { name, text }: Input): void {
  const expected = Array.from(own?.encode(text) ?? []).join()
  for (const peer of others) {
    if (Array.from(peer.encode(text)).join() !== expected) {
      throw new Error(`${peer.name} gives other tokens on ${name}; the figures would not compare`)
    }
  }
}

function throughput(text: string, { coldMs, warmMs }: Speed): string {
  const megabytes = Buffer.byteLength(text) / 1e6
  const perSecond = (elapsedMs: number): string => ((megabytes / elapsedMs) * 1e3).toFixed(1)
  return `${perSecond(warmMs)} (${perSecond(coldMs)})`
}

function times(peer: Speed | undefined, own: Speed): string {
  if (peer === undefined) return 'quadratic'
  const ratio = (theirs: number, ours: number): string => (theirs / ours).toPrecision(2)
  const format = (value: string): string => Number(value).toLocaleString('en')
  return `${format(ratio(peer.warmMs, own.warmMs))} (${format(ratio(peer.coldMs, own.coldMs))})`
}

function startUpTable(): string {
  const rows = measureStartUps().map(({ name, cpuMs, memoryMb }) => [
    name,
    cpuMs.toFixed(0),
    memoryMb.toFixed(0),
  ])
  return markdownTable(['start to first text', 'CPU, ms', 'resident memory, MB'], rows)
}
