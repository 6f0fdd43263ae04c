import { answerCases, occurrencesOf, type Span } from '../cases/answers.ts'
import { referenceCases } from '../cases/references.ts'
import type { Corpus, Split } from '../corpus.ts'
import { alignedWords } from './align.ts'
import { type Draft, type Drafter, draftOf, type Needed, sortNeeded } from './draft.ts'
import { windowDraft } from './windows.ts'

const SPLITS: readonly Split[] = ['train', 'validation']
const RAG = 'rag_context'
/** An answer that stands in more places than this tells nothing. */
const MOST_PLACES = 6

/** Passages, alone and buried, with the answer: once with the question, and each passage once without. */
export const answeredPassages: Drafter = {
  name: 'evidence: answers in passages, with the question and without',
  *drafts(corpus) {
    for (const split of SPLITS) {
      const unasked = new Map<string, Draft>()
      for (const found of answerCases(corpus, split)) {
        const { set, docId, text, question } = found
        const asked = draftOf({ scenario: RAG, docId, split }, set, text, {
          query: question,
          needed: evidence(found.spans),
        })
        yield asked
        const before = unasked.get(text)?.needed ?? []
        unasked.set(text, { ...asked, needed: [...before, ...asked.needed] })
      }
      for (const { query: _, needed, ...draft } of unasked.values()) {
        yield { ...draft, needed: sortNeeded(needed) }
      }
    }
  },
}

/** Questions with one gold passage. */
export const openQuestions: Drafter = {
  name: 'evidence: answers of open questions in their gold passage',
  *drafts(corpus) {
    for (const record of corpus.records('rag_context/litm-nq-oracle')) {
      const { answers = [] } = record.reference as { readonly answers?: readonly string[] }
      const text = record.text ?? ''
      const needed = evidence(answers.flatMap((answer) => occurrencesOf(text, answer)))
      if (needed.length === 0 || needed.length > MOST_PLACES) continue
      yield draftOf(record, 'nq', text, { query: record.question ?? '', needed })
      yield draftOf(record, 'nq', text, { needed })
    }
  },
}

/** Passages with the sentences that people chose and the answer that they wrote from them. */
export const condensedAnswers: Drafter = {
  name: 'reference: words of passages and meetings that the summary or long answer says',
  *drafts(corpus) {
    for (const split of SPLITS) {
      for (const { set, docId, question, text, reference } of referenceCases(corpus, split)) {
        if (set === 'qmsum meeting') continue
        const scenario = set === 'qmsum span' ? 'meeting_notes' : RAG
        const record = { scenario, docId, split }
        const needed = alignedWords(text, reference)
        const source = set.split(' ')[0]!
        yield* windowDraft(draftOf(record, source, text, { query: question, needed }), 6000)
        yield* windowDraft(draftOf(record, source, text, { needed }), 6000)
      }
    }
  },
}

/** Sentences that were chosen as the ones to answer from. */
export const chosenSentences: Drafter = {
  name: 'evidence: sentences chosen to answer a question from',
  *drafts(corpus) {
    yield* clapSentences(corpus)
  },
}

function* clapSentences(corpus: Corpus): Generator<Draft> {
  for (const record of corpus.records('rag_context/clapnq')) {
    const text = record.text ?? ''
    const output = record.reference?.output as
      | readonly { readonly selected_sentences?: readonly string[] }[]
      | undefined
    const chosen = output?.[0]?.selected_sentences ?? []
    const needed = chosen.flatMap((sentence): Needed[] => {
      const at = text.indexOf(sentence)
      return at < 0 || sentence === '' ? [] : [[at, at + sentence.length, 'evidence']]
    })
    if (needed.length > 0)
      yield draftOf(record, 'clapnq', text, { query: record.question ?? '', needed })
  }
}

function evidence(spans: readonly Span[]): Needed[] {
  return spans.map(([start, end]) => [start, end, 'evidence'] as const)
}
