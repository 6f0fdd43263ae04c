import {
  type AnswerCase,
  answerCases,
  type Corpus,
  contentStems,
  type ReferenceCase,
  referenceCases,
} from '@x/agentcompbench'
import {
  askedAbout,
  describeWords,
  idfOf,
  type LinearWeights,
  readSentences,
  WORD_WEIGHTS,
} from '@x/classifier/training'
import { fitLogistic, type Row } from './fit.ts'

const OPTIONS = { size: WORD_WEIGHTS, step: 0.1, decay: 2e-6 }
/** Passages that are asked about as a whole; the buried ones are made of them. */
const SINGLE: readonly string[] = ['xquad', 'qed', 'nq-8']
/** Words from which only some of those that no answer has are looked at, and with what weight. */
const LONG = 400
const LONG_STEP = 8
const LONG_WEIGHT = 0.3
const LONGEST_SOURCE = 12_000
const REPEATED_WEIGHT = 0.5
const SET_SIZE = 100

/** Learns which words of a passage somebody will ask for. */
export function trainAnswers(corpus: Corpus): LinearWeights {
  const cases = [...answerCases(corpus, 'train')].filter(({ set }) => SINGLE.includes(set))
  const passages = new Map<string, AnswerCase[]>()
  for (const item of cases) {
    passages.set(item.text, [...(passages.get(item.text) ?? []), item])
  }
  return fitLogistic([...passages.values()].flatMap(answerRows), OPTIONS)
}

/** Learns which words of a source a summary or an answer takes, the question known. */
export function trainReferences(corpus: Corpus): LinearWeights {
  const cases = [...referenceCases(corpus, 'train')].filter(
    ({ set, text }) => set !== 'qmsum meeting' && text.length < LONGEST_SOURCE,
  )
  const sizes = new Map<string, number>()
  for (const { set } of cases) sizes.set(set, (sizes.get(set) ?? 0) + 1)
  const rows = cases.flatMap((item) =>
    referenceRows(item, Math.sqrt(SET_SIZE / sizes.get(item.set)!)),
  )
  return fitLogistic(rows, OPTIONS)
}

function answerRows(cases: readonly AnswerCase[]): Row[] {
  const [{ text }] = cases as [AnswerCase]
  const wanted = new Set(cases.flatMap(({ places }) => places.flat()))
  const words = describeWords(text, readSentences(text), idfOf('natural'))
  const isLong = words.length > LONG
  return words.flatMap(({ features }, i) => {
    const label = Number(wanted.has(i))
    if (isLong && label === 0 && i % LONG_STEP > 0) return []
    return [{ indexes: features, label, weight: isLong ? LONG_WEIGHT : 1 }]
  })
}

/** A word counts where it is the first with its stem; the others are no loss. */
function referenceRows({ text, question, reference }: ReferenceCase, share: number): Row[] {
  const wanted = new Set(contentStems(reference))
  const sentences = readSentences(text)
  const idf = idfOf('natural')
  const words = describeWords(text, sentences, idf, askedAbout(text, sentences, question, idf))
  const seen = new Set<string>()
  const weight = share * Math.min(1, LONG / words.length)
  return words.flatMap(({ start, end, features }) => {
    const stems = contentStems(text.slice(start, end))
    const [stem] = stems
    if (stem === undefined) return []
    const isRepeated = seen.has(stem)
    for (const each of stems) seen.add(each)
    if (isRepeated) return [{ indexes: features, label: 0, weight: REPEATED_WEIGHT * weight }]
    return [{ indexes: features, label: Number(stems.some((each) => wanted.has(each))), weight }]
  })
}
