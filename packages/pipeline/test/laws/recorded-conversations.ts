import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { readRequest } from '../../src/dialects.ts'
import type { Transcript } from '../../src/index.ts'

/** Folder of public corpora; tests that need it are skipped by name without it. */
export const DATA_FOLDER: string | undefined = process.env.PITH_DATA

/** A recorded conversation as the dialects read it. */
export interface RecordedConversation {
  readonly name: string
  readonly split: string
  readonly transcript: Transcript
}

/** Files of the corpus that hold conversations, and the request fixtures. */
export function* allConversations(folder: string): Generator<RecordedConversation> {
  const corpus = join(folder, 'data/corpus')
  for (const path of readdirSync(corpus, { recursive: true, encoding: 'utf8' }).sort()) {
    if (path.endsWith('.jsonl.gz')) yield* conversationsOf(join(corpus, path), path)
  }
  const fixtures = join(folder, 'fixtures')
  for (const path of readdirSync(fixtures, { recursive: true, encoding: 'utf8' }).sort()) {
    if (!/request[^/]*\.json$|\.(openai|anthropic)\.json$/.test(path)) continue
    const found = readRequest(readFileSync(join(fixtures, path)))
    if (found !== undefined) yield { name: path, split: 'fixture', transcript: found.transcript }
  }
}

/** The conversations of one corpus file. */
export function* conversationsOf(file: string, name: string): Generator<RecordedConversation> {
  const lines = gunzipSync(readFileSync(file)).toString('utf8').trimEnd().split('\n')
  for (const [at, line] of lines.entries()) {
    const { messages, split } = JSON.parse(line) as { messages?: unknown; split: string }
    if (!Array.isArray(messages)) continue
    const request = readRequest(JSON.stringify({ messages }), 'openai-chat')
    if (request === undefined) throw new Error(`${name}:${at + 1} is not read`)
    yield { name: `${name}:${at + 1}`, split, transcript: request.transcript }
  }
}
