import { mentionsOf, stringsOf } from '@x/classifier/training'
import type { CorpusRecord } from '../corpus.ts'
import { alignedWords } from './align.ts'
import { type Draft, type Drafter, draftOf, placesOf } from './draft.ts'
import { windowDraft } from './windows.ts'

const DIFF = /^diff --git /m
const SHORTEST = 200
const FEWEST_WORDS = 3

/** Diffs, with the words that their commit message or pull request says. */
export const messageOfDiff: Drafter = {
  name: 'reference: words of a diff that its commit message says',
  *drafts(corpus) {
    for (const name of corpus.names().filter((n) => /\/(?:git|prdiff)-/.test(n))) {
      for (const record of corpus.records(name)) yield* describedDiff(record)
    }
  },
}

function* describedDiff(record: CorpusRecord): Generator<Draft> {
  const whole = record.text ?? ''
  const at = DIFF.exec(whole)?.index ?? whole.length
  const message = whole.slice(0, at).replace(/^(?:commit|Author|Date|Merge).*$/gm, '')
  const text = whole.slice(at)
  if (text.length < SHORTEST) return
  const query = record.scenario === 'code_review' ? (message.trim().split('\n')[0] ?? '') : ''
  const draft = draftOf(record, 'git', text, { query, needed: alignedWords(text, message) })
  yield* windowDraft(draft).filter(({ needed }) => needed.length >= FEWEST_WORDS)
}

/** Changed code, with the names that its review takes up. */
export const reviewedCode: Drafter = {
  name: 'reuse: strings of changed code that its review takes up',
  *drafts(corpus) {
    for (const name of ['code_review/crscore-human', 'code_review/crscore-oldnew']) {
      for (const record of corpus.records(name)) yield* reviewedDraft(record)
    }
  },
}

function* reviewedDraft(record: CorpusRecord): Generator<Draft> {
  const [task, answer] = record.messages ?? []
  const text = task?.content ?? ''
  const claims = (record.reference?.claims as readonly string[] | undefined) ?? []
  const said = mentionsOf([answer?.content ?? '', ...claims].join('\n'))
  const reused = new Set([...stringsOf(text).keys()].filter((string) => said.has(string)))
  const needed = placesOf(text, reused, 'reuse')
  if (text.length >= SHORTEST && needed.length > 0)
    yield draftOf(record, 'crscore', text, { needed })
}
