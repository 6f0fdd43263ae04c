import { STOP_WORDS, termsOf } from '@x/classifier/training'
import type { Corpus, CorpusRecord, Split } from '../corpus.ts'
import { stemOf } from './stem.ts'

/** A source and a text that people wrote from it: a summary, a long answer. */
export interface ReferenceCase {
  readonly set: ReferenceSet
  readonly docId: string
  /** The question that the reference answers; empty where there is none. */
  readonly question: string
  readonly text: string
  readonly reference: string
}

export type ReferenceSet = 'qmsum meeting' | 'qmsum span' | 'clapnq' | 'mtrag'

/** A meeting, a question about it, and the turns (lines) that answer it. */
export interface TurnCase {
  readonly docId: string
  readonly question: string
  readonly turns: readonly string[]
  readonly relevant: ReadonlySet<number>
}

const SHORTEST_SOURCE = 300

interface QmsumItem {
  readonly query: string
  readonly answer: string
  readonly relevant_turns: readonly (readonly [string, string])[]
}

interface QmsumReference {
  readonly general: readonly Pick<QmsumItem, 'query' | 'answer'>[]
  readonly specific: readonly QmsumItem[]
}

/** All pairs of source and reference of a split, in the order of the corpus. */
export function* referenceCases(corpus: Corpus, split: Split): Generator<ReferenceCase> {
  for (const record of corpus.records('meeting_notes/qmsum', split)) yield* meetingCases(record)
  for (const record of corpus.records('rag_context/clapnq', split)) {
    const output = record.reference?.output as readonly { readonly answer?: string }[] | undefined
    const reference = output?.[0]?.answer ?? ''
    if (reference === '') continue
    yield {
      set: 'clapnq',
      docId: record.docId,
      question: record.question ?? '',
      text: record.text ?? '',
      reference,
    }
  }
  for (const record of corpus.records('rag_context/mtrag-un', split)) {
    const messages = record.messages ?? []
    const passages = messages.filter(
      (m) => m.role === 'system' && m.content?.startsWith('Retrieved'),
    )
    const text = passages.map((m) => m.content).join('\n')
    const question = messages.findLast((m) => m.role === 'user')?.content ?? ''
    const reference = (record.reference?.answers as readonly string[] | undefined)?.[0] ?? ''
    if (text.length <= SHORTEST_SOURCE || reference === '') continue
    yield { set: 'mtrag', docId: record.docId, question, text, reference }
  }
}

function* meetingCases(record: CorpusRecord): Generator<ReferenceCase> {
  const { general, specific } = record.reference as unknown as QmsumReference
  const text = record.text ?? ''
  const everything = [...general, ...specific].map((item) => item.answer).join(' ')
  yield { set: 'qmsum meeting', docId: record.docId, question: '', text, reference: everything }
  const turns = text.split('\n')
  for (const item of specific) {
    const span = rangesOf(item).flatMap(([from, to]) => turns.slice(from, to + 1))
    if (span.length === 0) continue
    yield {
      set: 'qmsum span',
      docId: record.docId,
      question: item.query,
      text: span.join('\n'),
      reference: item.answer,
    }
  }
}

/** Questions about meetings with the turns that answer them. */
export function* turnCases(corpus: Corpus, split: Split): Generator<TurnCase> {
  for (const record of corpus.records('meeting_notes/qmsum', split)) {
    const turns = (record.text ?? '').split('\n')
    for (const item of (record.reference as unknown as QmsumReference).specific) {
      const relevant = new Set<number>()
      for (const [from, to] of rangesOf(item)) {
        for (let turn = from; turn <= to && turn < turns.length; turn++) relevant.add(turn)
      }
      if (relevant.size > 0) yield { docId: record.docId, question: item.query, turns, relevant }
    }
  }
}

function rangesOf(item: QmsumItem): (readonly [number, number])[] {
  return item.relevant_turns.map(([from, to]) => [Number(from), Number(to)] as const)
}

/** The stems of a text, in order: words of three letters or more that are not stop words. What a reference is compared by. */
export function contentStems(text: string): string[] {
  return termsOf(text)
    .filter((word) => word.length > 2 && !STOP_WORDS.has(word))
    .map(stemOf)
}

/** Neighbouring stems of a text, stop words skipped, each pair once. */
export function stemPairs(text: string): (readonly [string, string])[] {
  const stems = contentStems(text)
  const pairs = new Map<string, readonly [string, string]>()
  for (const [i, stem] of stems.entries()) {
    const next = stems[i + 1]
    if (next !== undefined) pairs.set(`${stem} ${next}`, [stem, next])
  }
  return [...pairs.values()]
}
