import { mentionsOf, stringsOf } from '@x/classifier/training'
import { occurrencesOf } from '../cases/answers.ts'
import { saidBy } from '../conversation.ts'
import type { Corpus, CorpusRecord } from '../corpus.ts'
import { type Draft, type Drafter, draftOf, type Needed, placesOf } from './draft.ts'
import { cutDraft, WINDOW, windowsOf } from './windows.ts'

interface TableQuestion {
  readonly question: string
  readonly answer: string
}

const LONGEST_WHOLE = 6000
const QUESTIONS_PER_TABLE = 2
/** An answer that stands in more places than this tells nothing. */
const MOST_PLACES = 4
const PAGES = ['browser_a11y/aria-wiki']

/** Tables and the pages that they come from, with the cells that answer a question. */
export const tableAnswers: Drafter = {
  name: 'evidence: cells of tables and pages that answer a question',
  *drafts(corpus) {
    const questions = new Map<string, readonly TableQuestion[]>()
    for (const record of corpus.records('db_query/wtq-tables')) {
      const { qas } = record.reference as { readonly qas: readonly TableQuestion[] }
      questions.set(record.docId, qas)
      yield* askedDrafts(record, 'wtq', qas.slice(0, QUESTIONS_PER_TABLE))
    }
    for (const record of PAGES.flatMap((name) => [...corpus.records(name)])) {
      yield* askedDrafts(record, 'wiki', questions.get(record.docId) ?? [])
    }
  },
}

function* askedDrafts(
  record: CorpusRecord,
  source: string,
  asked: readonly TableQuestion[],
): Generator<Draft> {
  const text = record.text ?? ''
  const all: Needed[] = []
  for (const { question, answer } of asked) {
    const needed = occurrencesOf(text, answer).map(
      ([start, end]) => [start, end, 'evidence'] as const,
    )
    if (needed.length === 0 || needed.length > MOST_PLACES || answer.length < 2) continue
    all.push(...needed)
    yield* aroundLabels(draftOf(record, source, text, { query: question, needed }))
  }
  if (all.length > 0) yield* aroundLabels(draftOf(record, source, text, { needed: all }))
}

/** The text whole, or its windows with a label and one without. */
export function aroundLabels(draft: Draft): Draft[] {
  if (draft.text.length <= LONGEST_WHOLE) return [draft]
  const windows = windowsOf(draft.text, WINDOW).map((span) => cutDraft(draft, span))
  const other = windows.find(({ needed }) => needed.length === 0)
  const held = windows.filter(({ needed }) => needed.length > 0)
  return other === undefined || held.length === 0 ? held : [...held, other]
}

/** Schemas and tables, with the names and values that the gold query uses. */
export const queriedSchemas: Drafter = {
  name: 'reuse: names and values of a schema or table that the gold SQL uses',
  *drafts(corpus) {
    yield* queried(corpus, 'db_query/spider-dev', 'spider')
    yield* queried(corpus, 'db_query/spider-dk', 'spider')
    yield* queried(corpus, 'db_query/agentbench-dbbench', 'dbbench')
  },
}

function* queried(corpus: Corpus, name: string, source: string): Generator<Draft> {
  for (const record of corpus.records(name)) {
    const messages = record.messages ?? []
    const text = messages.find(({ role }) => role === 'system')?.content ?? ''
    const query = messages.find(({ role }) => role === 'user')?.content ?? ''
    const used = mentionsOf(
      messages
        .filter(({ role }) => role === 'assistant')
        .map(saidBy)
        .join(' '),
    )
    const reused = new Set([...stringsOf(text).keys()].filter((string) => used.has(string)))
    const needed = placesOf(text, reused, 'reuse')
    if (needed.length > 0) yield* aroundLabels(draftOf(record, source, text, { query, needed }))
  }
}
