import {
  createPipeline,
  type PipelineResult,
  type Policy,
  restoreTranscript,
  type Transcript,
} from '@x/pipeline'
import { readRequest } from '@x/pipeline/dialects'
import type { Tokenizer } from '@x/tokens'
import { type Cell, markdownTable } from '../../table.ts'
import { conversationBodies, FAMILIES, readCorpus } from './corpus.ts'
import { percent } from './single-results.ts'

/** From the first part on: what a provider's cache asks for is priced apart. */
export const POLICY = { mode: 'strict' } as const

/** Texts of the model and of the system prompt too: what a caller may opt into. */
const EVERY_ROLE = { ...POLICY, roles: ['system', 'user', 'assistant', 'tool'] } as const

/** Whole conversations, exact stages only, all tokens of the transcript counted. */
export function conversationsTable(dataFolder: string, tokenizer: Tokenizer): string {
  const rows = FAMILIES.map(({ name, file, split, prototype, goal }): Cell[] => {
    const transcripts = transcriptsOf(dataFolder, file, split)
    const results = transcripts.map((transcript) => fold(transcript, POLICY, tokenizer))
    const opted = transcripts.map((transcript) => fold(transcript, EVERY_ROLE, tokenizer))
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
      percent(1 - sum(opted.map(({ tokensAfter }) => tokensAfter)) / before),
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
      'every role',
      'prototype',
      'goal',
    ],
    rows,
  )
}

/** The conversations of a corpus file as the chat dialect reads them. */
export function transcriptsOf(
  dataFolder: string,
  file: string,
  split: 'train' | 'validation' | 'all',
): Transcript[] {
  return conversationBodies(readCorpus(dataFolder, file, split)).map((body) => {
    const request = readRequest(body, 'openai-chat')
    if (request === undefined) throw new Error(`${file}: a conversation is not read`)
    return request.transcript
  })
}

function fold(transcript: Transcript, policy: Policy, tokenizer: Tokenizer): PipelineResult {
  const result = createPipeline({ tokenizer, policy }).run(transcript)
  checkRestored(transcript, result)
  return result
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
