import { chance } from '../chance.ts'
import type { Corpus, CorpusRecord, Split } from '../corpus.ts'
import { type WordedText, wordsAt, wordText } from './worded.ts'

/** A question, a text that holds its answer, and where. */
export interface AnswerCase extends WordedText {
  /** `xquad`, `qed`: one passage. `-8`: buried among seven of other documents. `-same`: among those of its own article. `nq-8`: as retrieved. */
  readonly set: AnswerSet
  readonly docId: string
  readonly question: string
  /** Spans of the answers in `text`. */
  readonly spans: readonly Span[]
  /** For each span the words that must survive. The answer survives when all words of one place do. */
  readonly places: readonly (readonly number[])[]
}

export type AnswerSet = 'xquad' | 'xquad-8' | 'xquad-same' | 'qed' | 'qed-8' | 'nq-8'
export type Span = readonly [start: number, end: number]

interface Asked {
  readonly set: 'xquad' | 'qed'
  readonly record: CorpusRecord
  readonly question: string
  readonly spans: readonly Span[]
}

interface Passage {
  readonly docId: string
  readonly text: string
}

const OTHERS = 7

/** All cases of a split, in the order of the corpus; those without a place for the answer are left out. */
export function* answerCases(corpus: Corpus, split: Split): Generator<AnswerCase> {
  const { asked, pool, article } = collectAsked(corpus, split)
  for (const item of asked) {
    const { record, question, spans, set } = item
    yield* madeCase(set, record.docId, question, textOf(record), spans)
    const others = farPassages(pool, record, question)
    yield* buriedCase(
      `${set}-8`,
      item,
      others,
      Math.floor(chance('place', question) * (OTHERS + 1)),
    )
    const same = article.get(record.docId) ?? []
    if (set === 'xquad' && same.length > 2) {
      const at = same.indexOf(textOf(record))
      yield* buriedCase('xquad-same', item, same.toSpliced(at, 1), at)
    }
  }
  for (const record of corpus.records('rag_context/litm-nq-multi8', split)) {
    const { answers, gold_document: number } = record.reference as {
      answers: string[]
      gold_document: number
    }
    const spans = goldSpans(textOf(record), number, answers)
    yield* madeCase('nq-8', record.docId, record.question ?? '', textOf(record), spans)
  }
}

function collectAsked(corpus: Corpus, split: Split) {
  const asked: Asked[] = []
  const pool: Passage[] = []
  const article = new Map<string, string[]>()
  for (const record of corpus.records('rag_context/xquad-en', split)) {
    for (const { question, answers } of (record.reference as unknown as XquadReference).qas) {
      const spans = answers.map(
        (a): Span => [
          toUtf16(record, a.answer_start),
          toUtf16(record, a.answer_start + [...a.text].length),
        ],
      )
      asked.push({ set: 'xquad', record, question, spans })
    }
    pool.push({ docId: record.docId, text: textOf(record) })
    article.set(record.docId, [...(article.get(record.docId) ?? []), textOf(record)])
  }
  for (const record of corpus.records('rag_context/qed-dev', split)) {
    const groups = (record.reference as unknown as QedReference).answers ?? []
    const spans = groups.flat().map((a): Span => [toUtf16(record, a.start), toUtf16(record, a.end)])
    if (spans.length === 0) continue
    asked.push({ set: 'qed', record, question: record.question ?? '', spans })
    pool.push({ docId: record.docId, text: textOf(record) })
  }
  return { asked, pool, article }
}

interface XquadReference {
  readonly qas: readonly {
    readonly question: string
    readonly answers: readonly { readonly answer_start: number; readonly text: string }[]
  }[]
}

interface QedReference {
  readonly answers?: readonly (readonly { readonly start: number; readonly end: number }[])[]
}

/** The corpora count code points; we count UTF-16 units. */
function toUtf16(record: CorpusRecord, codePoints: number): number {
  const text = textOf(record)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a text of one unit a code point needs no counting.
  if (/^[\u0000-\ud7ff]*$/.test(text)) return codePoints
  return [...text].slice(0, codePoints).join('').length
}

function farPassages(pool: readonly Passage[], record: CorpusRecord, question: string): string[] {
  return pool
    .filter((passage) => passage.docId !== record.docId)
    .map(({ docId, text }) => ({ text, draw: chance(question, docId, text.slice(0, 40)) }))
    .sort((a, b) => a.draw - b.draw)
    .slice(0, OTHERS)
    .map(({ text }) => text)
}

function buriedCase(
  set: AnswerSet,
  item: Asked,
  others: readonly string[],
  at: number,
): Generator<AnswerCase> {
  const flat = others.map((text) => text.replaceAll('\n', ' '))
  const before = flat
    .slice(0, at)
    .map((text) => `${text}\n`)
    .join('')
  const text = `${before}${textOf(item.record).replaceAll('\n', ' ')}\n${flat.slice(at).join('\n')}`
  const spans = item.spans.map(([start, end]): Span => [start + before.length, end + before.length])
  return madeCase(set, item.record.docId, item.question, text, spans)
}

function* madeCase(
  set: AnswerSet,
  docId: string,
  question: string,
  text: string,
  spans: readonly Span[],
): Generator<AnswerCase> {
  const worded = wordText(text)
  const places = spans.map(([start, end]) => wordsAt(worded, start, end))
  const found = places.flatMap((place, i) => (place.length > 0 ? [i] : []))
  if (found.length === 0) return
  yield {
    ...worded,
    set,
    docId,
    question,
    spans: found.map((i) => spans[i]!),
    places: found.map((i) => places[i]!),
  }
}

/** Occurrences of the answers in the passage that the set calls gold. */
function goldSpans(text: string, number: number, answers: readonly string[]): Span[] {
  const starts = [...text.matchAll(/Document \[\d+\]/g)].map((match) => match.index)
  const from = starts[number - 1] ?? 0
  const to = starts[number] ?? text.length
  return answers.flatMap((answer) =>
    occurrencesOf(text.slice(from, to), answer).map(([a, b]): Span => [a + from, b + from]),
  )
}

/** Where an answer stands in a text, by whole words, whatever the case. */
export function occurrencesOf(text: string, answer: string): Span[] {
  const wanted = answer.trim().toLowerCase()
  const low = text.toLowerCase()
  // A few letters grow when their case is changed; such a text is searched as it is.
  const searched = low.length === text.length ? low : text
  const found: Span[] = []
  if (wanted === '') return found
  for (let at = searched.indexOf(wanted); at >= 0; at = searched.indexOf(wanted, at + 1)) {
    const end = at + wanted.length
    if (!isWordCharacter(text[at - 1]) && !isWordCharacter(text[end])) found.push([at, end])
  }
  return found
}

function isWordCharacter(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}_]/u.test(character)
}

function textOf(record: CorpusRecord): string {
  return record.text ?? ''
}
