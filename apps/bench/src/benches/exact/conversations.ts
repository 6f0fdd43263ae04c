import {
  createPipeline,
  type PipelineResult,
  restoreTranscript,
  type Transcript,
} from '@x/pipeline'
import { readRequest } from '@x/pipeline/dialects'
import type { Tokenizer } from '@x/tokens'
import { type Cell, markdownTable } from '../../table.ts'
import { conversationBodies, FAMILIES, readCorpus } from './corpus.ts'
import { percent } from './single-results.ts'

const POLICY = { mode: 'strict' } as const

/** Whole conversations, exact stages only, all tokens of the transcript counted. */
export function conversationsTable(dataFolder: string, tokenizer: Tokenizer): string {
  const rows = FAMILIES.map(({ name, file, split, prototype, goal }): Cell[] => {
    const results = transcriptsOf(dataFolder, file, split).map((transcript) => {
      const result = createPipeline({ tokenizer, policy: POLICY }).run(transcript)
      checkRestored(transcript, result)
      return result
    })
    const before = sum(results.map(({ tokensBefore }) => tokensBefore))
    const after = sum(results.map(({ tokensAfter }) => tokensAfter))
    const each = results.map(({ savings }) => savings)
    return [
      name,
      results.length,
      before.toLocaleString('en-US'),
      percent(1 - after / before),
      percent(sum(each) / each.length),
      percent(Math.min(...each)),
      ...['notation', 'references', 'aliases'].map((stage) =>
        percent(gain(results, stage) / before),
      ),
      `${prototype} %`,
      `${goal} %`,
    ]
  })
  return markdownTable(
    [
      'conversations',
      'n',
      'tokens',
      'saved',
      'mean',
      'worst',
      'by notation',
      'references',
      'aliases',
      'prototype',
      'goal',
    ],
    rows,
  )
}

/** Milliseconds of processor time per 100,000 tokens: cold (fresh pipeline, code warm), and one more turn on a remembered history. */
export function speedTable(dataFolder: string, tokenizer: Tokenizer): string {
  const rows = FAMILIES.map(({ name, file, split }): Cell[] => {
    const transcripts = transcriptsOf(dataFolder, file, split)
    for (const transcript of transcripts.slice(0, 10)) time(transcript, tokenizer)
    const times = transcripts.map((transcript) => time(transcript, tokenizer))
    const cold = times.map(({ cold }) => cold).sort((a, b) => a - b)
    const warm = times.map(({ warm }) => warm).sort((a, b) => a - b)
    const at = (list: readonly number[], share: number): string =>
      list[Math.floor((list.length - 1) * share)]!.toFixed(1)
    return [name, at(cold, 0.5), at(cold, 0.95), at(warm, 0.5), at(warm, 0.95)]
  })
  return markdownTable(
    ['processor ms per 100,000 tokens', 'cold p50', 'cold p95', 'remembered p50', 'remembered p95'],
    rows,
  )
}

function time(
  transcript: Transcript,
  tokenizer: Tokenizer,
): { readonly cold: number; readonly warm: number } {
  const pipeline = createPipeline({ tokenizer, policy: POLICY })
  const start = process.cpuUsage()
  const { tokensBefore } = pipeline.run(transcript)
  const cold = processorMs(start)
  // The next request carries the same history in strings of its own, as a proxy reads it.
  const again = structuredClone(transcript)
  const restart = process.cpuUsage()
  pipeline.run(again)
  const warm = processorMs(restart)
  return { cold: (cold / tokensBefore) * 1e5, warm: (warm / tokensBefore) * 1e5 }
}

/** Processor time, not the clock: what else runs on the machine does not count. */
function processorMs(start: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1000
}

/** The conversations of a corpus file as the chat dialect reads them. */
export function transcriptsOf(
  dataFolder: string,
  file: string,
  split: 'validation' | 'all',
): Transcript[] {
  return conversationBodies(readCorpus(dataFolder, file, split)).map((body) => {
    const request = readRequest(body, 'openai-chat')
    if (request === undefined) throw new Error(`${file}: a conversation is not read`)
    return request.transcript
  })
}

function checkRestored(transcript: Transcript, result: PipelineResult): void {
  const restored = restoreTranscript(result.parts).parts
  const isExact = restored.every((part, at) => part.text === transcript.parts[at]!.text)
  if (!isExact) throw new Error('a conversation is not restored')
}

function gain(results: readonly PipelineResult[], name: string): number {
  const stages = results.flatMap((result) => result.stages.filter((stage) => stage.name === name))
  return sum(stages.map(({ tokensBefore, tokensAfter }) => tokensBefore - tokensAfter))
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
