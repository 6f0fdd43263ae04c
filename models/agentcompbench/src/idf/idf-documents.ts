import { termsOf } from '@x/classifier/training'
import { domainWords, reuseSamples } from '../cases/reuse.ts'
import type { Corpus, CorpusRecord } from '../corpus.ts'

/** In how many documents of the train split each term stands. */
export interface DocumentCounts {
  readonly documents: number
  readonly counts: ReadonlyMap<string, number>
}

const STRUCTURED = [
  'agent_history',
  'browser_a11y',
  'browser_session',
  'cicd_log',
  'code_debug',
  'code_review',
  'db_query',
  'git_diff',
  'json_schema',
  'mcp_tool_call',
  'tool_result',
]
const NATURAL = ['chat_history', 'email_digest', 'meeting_notes', 'news_aggregate', 'rag_context']

/** Texts of structured scenarios are counted up to this length, and not below that one. */
const LONGEST = 20_000
const SHORTEST = 100

/** Terms of tool results, logs, code and tables: a document is a text, and once more each result that is used later. */
export function structuredCounts(corpus: Corpus): DocumentCounts {
  return countTerms(structuredTexts(corpus))
}

/** Terms of prose, mail and talk: a document is a line. */
export function naturalCounts(corpus: Corpus): DocumentCounts {
  return countTerms(naturalLines(corpus))
}

function* structuredTexts(corpus: Corpus): Generator<string> {
  for (const text of textsOf(corpus, STRUCTURED, false)) {
    if (text.length >= SHORTEST) yield text.slice(0, LONGEST)
  }
  const words = domainWords(corpus)
  for (const { text } of reuseSamples(corpus, 'train', { domainWords: words })) yield text
}

function* naturalLines(corpus: Corpus): Generator<string> {
  for (const text of textsOf(corpus, NATURAL, true)) {
    for (const line of text.split('\n')) if (line.trim() !== '') yield line
  }
}

function* textsOf(
  corpus: Corpus,
  scenarios: readonly string[],
  withAssistant: boolean,
): Generator<string> {
  for (const name of corpus.names()) {
    if (!scenarios.includes(name.split('/')[0]!)) continue
    for (const record of corpus.records(name, 'train')) yield* textsOfRecord(record, withAssistant)
  }
}

function textsOfRecord({ text, messages = [] }: CorpusRecord, withAssistant: boolean): string[] {
  const said = messages.filter(({ role }) => withAssistant || role !== 'assistant')
  return [text, ...said.map(({ content }) => content)].filter((found) => !!found) as string[]
}

function countTerms(texts: Iterable<string>): DocumentCounts {
  const counts = new Map<string, number>()
  let documents = 0
  for (const text of texts) {
    documents += 1
    for (const term of new Set(termsOf(text))) counts.set(term, (counts.get(term) ?? 0) + 1)
  }
  return { documents, counts }
}
