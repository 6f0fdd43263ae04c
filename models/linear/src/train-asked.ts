import {
  type AnswerCase,
  answerCases,
  type Corpus,
  type TurnCase,
  turnCases,
} from '@x/agentcompbench'
import {
  ASKED_PLAN,
  describeAsked,
  idfOf,
  type LinearWeights,
  readSentences,
} from '@x/classifier/training'
import { fitLogistic, type Row } from './fit.ts'

const TURN_WEIGHT = 0.3
/** One turn in so many that do not answer is looked at. */
const TURN_STEP = 3

/** Learns which sentences hold the answer to a question, and which turns of a meeting are about one. */
export function trainAsked(corpus: Corpus): LinearWeights {
  const rows: Row[] = []
  for (const item of answerCases(corpus, 'train')) {
    if (item.set.includes('-')) rows.push(...answerRows(item))
  }
  for (const item of turnCases(corpus, 'train')) rows.push(...turnRows(item))
  return fitLogistic(rows, { size: ASKED_PLAN.size, epochs: 4 })
}

function answerRows({ text, question, spans }: AnswerCase): Row[] {
  const sentences = readSentences(text)
  const values = describeAsked(text, sentences, question, idfOf('natural'))
  return sentences.map(({ start, end }, i) => ({
    indexes: ASKED_PLAN.indexesOf(values[i]!),
    label: Number(spans.some(([from, to]) => from < end && to > start)),
    weight: 1,
  }))
}

function turnRows({ turns, question, relevant }: TurnCase): Row[] {
  const text = turns.join('\n')
  const sentences = readSentences(text)
  const values = describeAsked(text, sentences, question, idfOf('natural'))
  const numbers = turns.flatMap((turn, i) => (turn.trim() === '' ? [] : [i]))
  return sentences.flatMap(({ line }, i) => {
    const label = Number(relevant.has(numbers[line]!))
    if (label === 0 && i % TURN_STEP > 0) return []
    return [{ indexes: ASKED_PLAN.indexesOf(values[i]!), label, weight: TURN_WEIGHT }]
  })
}
