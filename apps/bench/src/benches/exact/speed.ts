import { createPipeline, type Transcript } from '@x/pipeline'
import type { Tokenizer } from '@x/tokens'
import { type Cell, markdownTable } from '../../table.ts'
import { POLICY, transcriptsOf } from './conversations.ts'
import { FAMILIES } from './corpus.ts'

/** Cold runs of each conversation, all others in between, and groups of remembered turns; their median leaves out what else the machine did. */
const RUNS = 5
/** Conversations of each family that a process begins with; the train split is run whole before anything else is measured. */
const FRESH = 5
/** One remembered turn takes little more than reading the clock: this many are measured at once. */
const TURNS = 64

/** Milliseconds of processor time per 100,000 tokens, in a process that begins with this. */
export function speedTable(dataFolder: string, tokenizer: Tokenizer): string {
  const first = FAMILIES.flatMap(({ file }) =>
    transcriptsOf(dataFolder, file, 'train')
      .slice(0, FRESH)
      .map((transcript) => cold(transcript, tokenizer)),
  )
  for (const { file } of FAMILIES) {
    for (const transcript of transcriptsOf(dataFolder, file, 'train').slice(FRESH)) {
      cold(transcript, tokenizer)
    }
  }
  const families = FAMILIES.map(({ name, file, split }) => ({
    name,
    transcripts: transcriptsOf(dataFolder, file, split),
  }))
  const rounds = Array.from({ length: RUNS }, () =>
    families.map(({ transcripts }) => transcripts.map((transcript) => cold(transcript, tokenizer))),
  )
  const rows = families.map(({ name, transcripts }, family): Cell[] => {
    const runs = rounds.map((round) => round[family]!)
    const medians = transcripts.map((_, one) =>
      quantile(
        runs.map((run) => run[one]!),
        0.5,
      ),
    )
    const columns = [remembered, otherEnd].map((measure) => {
      const groups = transcripts.map((transcript) => measure(transcript, tokenizer))
      return {
        medians: groups.map((times) => quantile(times, 0.5)),
        singles: groups.map(([first]) => first!),
      }
    })
    return [
      name,
      ...[at(medians, 0.5), at(medians, 0.95), at(runs[0]!, 0.95)],
      ...columns.flatMap(({ medians: times, singles }) => [
        ...[at(times, 0.5), at(times, 0.95), at(singles, 0.95)],
      ]),
    ]
  })
  const table = markdownTable(
    [
      'processor ms per 100,000 tokens',
      'cold p50',
      'cold p95',
      'p95 of single runs',
      'remembered p50',
      'remembered p95',
      'p95 of single groups',
      'other last part p50',
      'other last part p95',
      'p95 of single groups',
    ],
    rows,
  )
  const fresh = `The first ${first.length} conversations of a process, whose code is not compiled yet, take ${at(first, 0.5)} (p50) and ${at(first, 0.95)} (p95).`
  return `${table}\n\n${fresh}`
}

/** A new pipeline, nothing remembered. */
function cold(transcript: Transcript, tokenizer: Tokenizer): number {
  const pipeline = createPipeline({ tokenizer, policy: POLICY })
  let tokens = 0
  const ms = processorMs(() => {
    tokens = pipeline.run(transcript).tokensBefore
  })
  return (ms / tokens) * 1e5
}

/** The same history again, in strings of its own, as a proxy reads it from the next request. */
function remembered(transcript: Transcript, tokenizer: Tokenizer): number[] {
  return turns(transcript, tokenizer, () => structuredClone(transcript))
}

/** The same history with another last part, a short one: what is new costs, the rest does not. */
function otherEnd(transcript: Transcript, tokenizer: Tokenizer): number[] {
  return turns(transcript, tokenizer, (turn) => {
    const { parts } = structuredClone(transcript)
    const last = { ...parts.at(-1)!, text: `Go on with number ${turn}.` }
    return { parts: [...parts.slice(0, -1), last] }
  })
}

/** The mean turn of each group. */
function turns(
  transcript: Transcript,
  tokenizer: Tokenizer,
  next: (turn: number) => Transcript,
): number[] {
  const pipeline = createPipeline({ tokenizer, policy: POLICY })
  const { tokensBefore } = pipeline.run(transcript)
  return Array.from({ length: RUNS }, (_, group) => {
    const requests = Array.from({ length: TURNS }, (_, turn) => next(group * TURNS + turn))
    const ms = processorMs(() => {
      for (const request of requests) pipeline.run(request)
    })
    return (ms / TURNS / tokensBefore) * 1e5
  })
}

/** Processor time of all threads, not the clock: what else runs on the machine does not count. Without its own cost. */
function processorMs(work: () => void): number {
  const start = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(start)
  return Math.max(0, (user + system) / 1000 - CLOCK_MS)
}

const CLOCK_MS: number = measureClock()

function measureClock(): number {
  const costs = Array.from({ length: 200 }, () => {
    const { user, system } = process.cpuUsage(process.cpuUsage())
    return (user + system) / 1000
  })
  return costs.sort((a, b) => a - b)[100]!
}

function at(times: readonly number[], share: number): string {
  return quantile(times, share).toFixed(1)
}

function quantile(times: readonly number[], share: number): number {
  const sorted = [...times].sort((a, b) => a - b)
  return sorted[Math.floor((sorted.length - 1) * share)]!
}
