import { type AnswerCase, type AnswerSet, answerCases } from '@x/agentcompbench'
import {
  questionBaselines,
  SENTENCE_ORACLE,
  sentenceBaselines,
  WORD_ORACLE,
  wordBaselines,
} from '../answers/baselines.ts'
import { wordBackendArm } from '../backends/backend-arms.ts'
import { type MeasuredBackend, measuredBackends } from '../backends/measured-backends.ts'
import type { Arm } from '../measure/arm.ts'
import { type Column, encoderGains, figureTable } from '../measure/figure-table.ts'
import { createResults } from '../measure/results.ts'
import { runArms } from '../measure/run-arms.ts'
import { countWords } from '../measure/word-arms.ts'
import { lookupIn, sentenceScoreArms, wordScoreArms } from '../scores/score-arms.ts'
import type { SectionContext } from './section.ts'

const BURIED: readonly AnswerSet[] = ['xquad-8', 'xquad-same', 'qed-8', 'nq-8']
const SETS: readonly AnswerSet[] = ['xquad', 'qed', ...BURIED]
/** Passages whose statistics count once; the buried ones are made of them. */
const SINGLE: readonly AnswerSet[] = ['xquad', 'qed', 'nq-8']

interface Part {
  readonly title: string
  readonly kind: string
  readonly rates: readonly number[]
  readonly sets: readonly AnswerSet[]
  readonly goals: Readonly<Record<number, number>>
  /** A rate at which each set has a goal of its own. */
  readonly eachGoal?: { readonly rate: number; readonly goal: number }
}

const ASKED: Part = {
  title: 'question known, sentences, buried sets',
  kind: 'asked',
  rates: [0.1, 0.2, 0.3],
  sets: BURIED,
  goals: { 0.1: 86, 0.2: 96, 0.3: 98 },
  eachGoal: { rate: 0.3, goal: 95 },
}
const SENTENCES: Part = {
  title: 'question unknown, sentences',
  kind: 'unasked',
  rates: [0.3, 0.5],
  sets: SETS,
  goals: { 0.3: 43, 0.5: 63 },
}
const WORDS: Part = { ...SENTENCES, title: 'question unknown, words', goals: { 0.3: 66, 0.5: 90 } }

/** Whether an answer survives: all words of one occurrence that are not stop words. */
export async function answersSection(context: SectionContext): Promise<string> {
  const { corpus, cases, scoreFiles, root } = context
  const train = [...answerCases(corpus, 'train')].filter(({ set }) => SINGLE.includes(set))
  const statistics = countWords([...new Set(train.map(({ text }) => text))])
  const items = cases.answers()
  const scored = (part: Part, armsOf: typeof sentenceScoreArms<AnswerCase>) =>
    Array.from(scoreFiles, ([name, file]) => armsOf(name, lookupIn(file, part.kind, items))).flat()
  const unasked = await measuredBackends(root, 'natural')
  const asked = await measuredBackends(root, 'asked')
  const scoredBy = (
    backends: readonly MeasuredBackend[],
    grain: 'sentence' | 'word',
    queryOf: (item: AnswerCase) => { query?: string },
  ) => backends.map((backend) => wordBackendArm(backend, grain, queryOf))
  const asking = ({ question }: AnswerCase) => ({ query: question })
  const tables = [
    await measure(ASKED, items, [
      ...questionBaselines(statistics),
      ...scoredBy(asked, 'sentence', asking),
      ...scored(ASKED, sentenceScoreArms),
      SENTENCE_ORACLE,
    ]),
    await measure(SENTENCES, items, [
      ...sentenceBaselines(statistics),
      ...scoredBy(unasked, 'sentence', () => ({})),
      ...scored(SENTENCES, sentenceScoreArms),
      SENTENCE_ORACLE,
    ]),
    await measure(WORDS, items, [
      ...wordBaselines(statistics),
      ...scoredBy(unasked, 'word', () => ({})),
      ...scored(WORDS, wordScoreArms),
      WORD_ORACLE,
    ]),
  ]
  for (const { backend } of [...unasked, ...asked]) await backend?.close()
  return tables.join('\n\n')
}

async function measure(
  part: Part,
  items: readonly AnswerCase[],
  arms: readonly Arm<AnswerCase>[],
): Promise<string> {
  const results = createResults()
  const chosen = items.filter(({ set }) => part.sets.includes(set))
  await runArms(chosen, arms, part.rates, (arm, rate, { set: group, docId, places }, kept) => {
    const value = Number(places.some((place) => place.every((word) => kept.has(word))))
    results.add(arm, rate, { group, docId, value })
  })
  const columns = part.rates.flatMap((rate) => columnsOf(part, rate))
  return [
    figureTable(part.title, results, columns),
    encoderGains(results, part.rates, part.sets),
  ].join('\n\n')
}

function columnsOf({ sets, goals, eachGoal }: Part, rate: number): Column[] {
  const each = sets.map((set): Column => {
    const column = { title: `${rate} ${set}`, rate, groups: [set] }
    return eachGoal?.rate === rate ? { ...column, goal: eachGoal.goal } : column
  })
  return [{ title: `${rate}`, rate, groups: sets, goal: goals[rate]!, isBounded: true }, ...each]
}
