import { createHash } from 'node:crypto'
import { answerCases, type Corpus, contentStems, referenceCases } from '@x/agentcompbench'
import { askedLogits, countPieces, type LinearModel } from '@x/classifier/training'

/** A question about a text, and what each of its sentences is worth to who asks. */
export interface QuestionCase {
  readonly kind: 'answer' | 'reference'
  readonly docId: string
  readonly question: string
  /** What each says, and the number of the line that it stands in. */
  readonly sentences: readonly { readonly shown: string; readonly line: number }[]
  /** What the linear model, trained without the document, says of each sentence. */
  readonly logits: readonly number[]
  /** 1 where it holds the answer; of a reference, how many of its words a sentence brings for what it costs. */
  readonly worth: readonly number[]
}

/** One document in so many is held out: what similarities make of logits is fitted on it. */
const HELD_OUT = 5
/** What a sentence costs beside its pieces, so that the shortest are not worth most. */
const LEAST_COST = 5
const LONGEST_REFERENCE = 12_000

/** The questions of the train split about passages that are buried among seven others, of which a sentence holds the answer. */
export function* answerQuestions(
  corpus: Corpus,
  linearOf: (docId: string) => LinearModel,
): Generator<QuestionCase> {
  for (const { set, docId, question, text, spans } of answerCases(corpus, 'train')) {
    if (!set.includes('-')) continue
    const read = readQuestion(text, question, linearOf(docId))
    const worth = read.sentences.map(({ start, end }) =>
      Number(spans.some(([from, to]) => from < end && to > start)),
    )
    yield { kind: 'answer', docId, question, ...read, worth }
  }
}

/** Those about sources of references. */
export function* referenceQuestions(
  corpus: Corpus,
  linearOf: (docId: string) => LinearModel,
): Generator<QuestionCase> {
  for (const { docId, question, text, reference } of referenceCases(corpus, 'train')) {
    if (question === '' || text.length > LONGEST_REFERENCE) continue
    const read = readQuestion(text, question, linearOf(docId))
    const wanted = new Set(contentStems(reference))
    const worth = read.sentences.map(({ shown }) => {
      const found = new Set(contentStems(shown).filter((stem) => wanted.has(stem)))
      return found.size / (LEAST_COST + countPieces(shown))
    })
    yield { kind: 'reference', docId, question, ...read, worth }
  }
}

function readQuestion(text: string, question: string, linear: LinearModel) {
  const { sentences, sentenceLogits: logits } = askedLogits(text, question, linear)
  const shown = sentences.map(({ start, end, line }) => ({
    ...{ start, end, line },
    shown: text.slice(start, end),
  }))
  return { sentences: shown, logits }
}

/** Whether a document is held out of what an encoder learns from questions. */
export function isHeldOut(docId: string): boolean {
  return createHash('sha256').update(`asked\n${docId}`).digest().readUInt32BE() % HELD_OUT === 0
}
