import { join } from 'node:path'
import { readPackedLines } from '../../packed-lines.ts'

/** Size bands of the study, by UTF-8 bytes. */
export const BANDS = ['<=512', '0.5-2K', '2-8K', '8-64K', '>64K'] as const

/** One of {@link BANDS}. */
export type Band = (typeof BANDS)[number]

/** One test text. */
export interface BenchText {
  readonly id: string
  readonly band: Band
  readonly text: string
  readonly bytes: Uint8Array
  /** Code points. */
  readonly characters: number
}

/** The test texts of the codec study; no prior and no dictionary was trained on them. */
export function readTexts(dataFolder: string): BenchText[] {
  return readPackedLines<{ id: string; band: Band; text: string }>(
    join(dataFolder, 'data/prompts/test.jsonl.gz'),
  ).map(({ id, band, text }) => ({
    id,
    band,
    text,
    bytes: new TextEncoder().encode(text),
    characters: [...text].length,
  }))
}

/** Recorded conversations, each a list of messages as JSON. */
export function readConversations(dataFolder: string): string[][] {
  interface Conversation {
    readonly messages: readonly { readonly role: string }[]
  }
  const path = join(dataFolder, 'data/corpus/tool_result/tau-bench.jsonl.gz')
  return readPackedLines<Conversation>(path).map(({ messages }) =>
    messages.map((message) => JSON.stringify(message)),
  )
}
