import { contentStems } from '../cases/references.ts'
import type { CorpusRecord } from '../corpus.ts'
import { alignedWords } from './align.ts'
import { type Draft, type Drafter, draftOf } from './draft.ts'
import { windowDraft } from './windows.ts'

/** Documents that carry their own summary, and how it is told apart from the rest. */
const DOCUMENTS: readonly Documents[] = [
  { match: /^email_digest\/spamassassin$/, source: 'mail', split: splitMail },
  { match: /^devops_incident\//, source: 'runbook', split: splitSummary },
  { match: /^meeting_notes\/(?:ethereum|k8s)/, source: 'notes', split: splitSummary },
  { match: /^news_aggregate\//, source: 'news', split: splitSections },
  { match: /^email_digest\/this-week/, source: 'news', split: splitSections },
]

interface Documents {
  readonly match: RegExp
  readonly source: string
  readonly split: (text: string) => readonly Described[]
}

/** A text and what is said of it elsewhere in the document. */
interface Described {
  readonly text: string
  readonly said: string
}

const FEWEST_WORDS = 2
const SHORTEST = 300
const SUMMARY =
  /^#+\s*(?:summary|meaning|impact|overview|tl;?dr|decisions?|action items?|incident summary|description)\b.*$/i
const HEADING = /^#+\s/

/** Texts with a title, subject, heading or summary of their own: the words of it that stand in the rest. */
export const summarised: Drafter = {
  name: 'reference: words of a document that its own subject, heading or summary says',
  *drafts(corpus) {
    for (const { match, source, split } of DOCUMENTS) {
      for (const name of corpus.names().filter((n) => match.test(n))) {
        for (const record of corpus.records(name)) yield* describedDrafts(record, source, split)
      }
    }
  },
}

function* describedDrafts(
  record: CorpusRecord,
  source: string,
  split: Documents['split'],
): Generator<Draft> {
  for (const { text, said } of split(record.text ?? '')) {
    if (text.length < SHORTEST || contentStems(said).length < FEWEST_WORDS) continue
    const draft = draftOf(record, source, text, { needed: alignedWords(text, said) })
    yield* windowDraft(draft).filter(({ needed }) => needed.length >= FEWEST_WORDS)
  }
}

/** A mail: its body, and the subject. */
function splitMail(text: string): Described[] {
  const at = text.indexOf('\n\n')
  const subject = /^Subject:\s*(?:re|fwd?)?:?(.*)$/im.exec(text.slice(0, at))?.[1] ?? ''
  return [{ text: text.slice(at + 2), said: subject.replace(/\[[^\]]*\]/g, '') }]
}

/** A document with sections: those that sum up, and the others together. */
function splitSummary(text: string): Described[] {
  const sections = sectionsOf(text)
  const title = /^(?:title:\s*|#\s+)(.*)$/m.exec(text)?.[1] ?? ''
  const isSummary = ({ heading }: Section) => SUMMARY.test(heading)
  const summary = sections.filter(isSummary).map(({ body }) => body)
  const rest = sections.filter((section) => !isSummary(section))
  return [
    {
      text: rest
        .map(({ heading, body }) => `${heading}${body}`)
        .join('')
        .trim(),
      said: [title, ...summary].join('\n'),
    },
  ]
}

/** A digest: each section, and its heading. */
function splitSections(text: string): Described[] {
  return sectionsOf(text).map(({ heading, body }) => ({ text: body.trim(), said: heading }))
}

interface Section {
  readonly heading: string
  readonly body: string
}

function sectionsOf(text: string): Section[] {
  const starts = Array.from(text.matchAll(/^#+\s.*$/gm), (match) => match.index)
  return [0, ...starts.filter((at) => at > 0)].map((from, i, all) => {
    const part = text.slice(from, all[i + 1] ?? text.length)
    const end = HEADING.test(part) ? part.indexOf('\n') + 1 || part.length : 0
    return { heading: part.slice(0, end), body: part.slice(end) }
  })
}
