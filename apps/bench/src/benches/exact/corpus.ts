import { join } from 'node:path'
import { readPackedLines } from '../../packed-lines.ts'

/** One record of the corpus: a text, or a conversation in OpenAI form. */
export interface CorpusRecord {
  readonly split: string
  readonly text?: string
  readonly messages?: ReadonlyArray<{ readonly role: string; readonly content: string | null }>
}

/** The records of one file (`tool_result/tau-bench`) of a split; `all` takes the train split too. */
export function readCorpus(
  dataFolder: string,
  name: string,
  split: 'train' | 'validation' | 'all' = 'validation',
): CorpusRecord[] {
  const file = join(dataFolder, 'data/corpus', `${name}.jsonl.gz`)
  return readPackedLines<CorpusRecord>(file).filter(
    (record) => split === 'all' || record.split === split,
  )
}

/** Conversations of more than two messages, as request bodies. */
export function conversationBodies(records: readonly CorpusRecord[]): string[] {
  return records
    .filter(({ messages }) => (messages?.length ?? 0) > 2)
    .map(({ messages }) => JSON.stringify({ messages }))
}

/** A family of conversations and the savings that it is measured against. */
export interface Family {
  readonly name: string
  readonly file: string
  readonly split: 'validation' | 'all'
  readonly prototype: number
  readonly goal: number
}

/** The conversations that are replayed; the coding family is small, so its train split counts too. */
export const FAMILIES: readonly Family[] = [
  ['tau-bench', 'tool_result/tau-bench', 'validation', 19.6, 22],
  ['tau2-bench airline, retail', 'tool_result/tau2-bench-airline-retail', 'validation', 37, 40],
  ['tau2-bench other', 'mcp_tool_call/tau2-bench-other', 'validation', 20, 24],
  ['dstc8-sgd', 'tool_result/dstc8-sgd', 'validation', 44, 47],
  ['SWE-agent demonstrations', 'agent_history/swe-agent-demos', 'all', 20, 26],
  ['WebShop', 'browser_session/react-webshop', 'validation', 5, 9],
].map(([name, file, split, prototype, goal]) => ({ name, file, split, prototype, goal }) as Family)
