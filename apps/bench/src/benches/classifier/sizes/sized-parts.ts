import {
  type AnswerCase,
  answerCases,
  type Corpus,
  domainWords,
  LARGE_FAMILIES,
  reuseSamples,
} from '@x/agentcompbench'
import type { Family } from '@x/classifier/training'
import { reuseBackendArm, wordBackendArm } from '../backends/backend-arms.ts'
import type { MeasuredBackend } from '../backends/measured-backends.ts'
import { createResults, type Results } from '../measure/results.ts'
import { runArms } from '../measure/run-arms.ts'
import { addSurvival } from '../reuse/survival.ts'
import { isHeldOut } from './held-out.ts'

/** One measure of held-out documents, with the results of all backends. */
export interface SizedPart {
  readonly title: string
  readonly rates: readonly number[]
  readonly groups: readonly string[]
  readonly cases: number
  readonly results: Results
}

const BURIED = ['xquad-8', 'xquad-same', 'qed-8', 'nq-8']
const SETS = ['xquad', 'qed', ...BURIED]
/** There are many questions, of long texts: half of their held-out documents are enough. */
const ONE_IN_OF_ANSWERS = 8

/** Measures backends on the documents of the train split that no model of a size has seen. */
export const SIZED_PARTS: Readonly<
  Record<Family, (corpus: Corpus, backends: readonly MeasuredBackend[]) => Promise<SizedPart[]>>
> = {
  structured: async (corpus, backends) => [await measureReuse(corpus, backends)],
  async natural(corpus, backends) {
    const cases = [...answerCases(corpus, 'train')].filter(({ docId }) =>
      isHeldOut(docId, ONE_IN_OF_ANSWERS),
    )
    const about = { corpus, cases, backends }
    return [
      await measureAnswers({ ...about, title: 'asked', rates: [0.1, 0.3], sets: BURIED }),
      await measureAnswers({ ...about, title: 'words', rates: [0.3, 0.5], sets: SETS }),
      await measureAnswers({ ...about, title: 'sentences', rates: [0.3, 0.5], sets: SETS }),
    ]
  },
}

async function measureReuse(
  corpus: Corpus,
  backends: readonly MeasuredBackend[],
): Promise<SizedPart> {
  const rates = [0.2, 0.3, 0.5]
  const all = reuseSamples(corpus, 'train', { domainWords: domainWords(corpus) })
  const cases = [...all].filter(
    ({ family, docId }) => LARGE_FAMILIES.includes(family) && isHeldOut(docId),
  )
  const results = createResults()
  await runArms(cases, backends.map(reuseBackendArm), rates, (arm, rate, sample, kept) =>
    addSurvival(results, arm, rate, sample, kept),
  )
  return { title: 'reused', rates, groups: LARGE_FAMILIES, cases: cases.length, results }
}

interface AnswersAsked {
  readonly title: 'asked' | 'words' | 'sentences'
  readonly rates: readonly number[]
  readonly sets: readonly string[]
  readonly cases: readonly AnswerCase[]
  readonly backends: readonly MeasuredBackend[]
}

async function measureAnswers(asked: AnswersAsked): Promise<SizedPart> {
  const { title, rates, sets, backends } = asked
  const cases = asked.cases.filter(({ set }) => sets.includes(set))
  const grain = title === 'words' ? 'word' : 'sentence'
  const known = ({ question }: AnswerCase) => (title === 'asked' ? { query: question } : {})
  const arms = backends.map((backend) => wordBackendArm(backend, grain, known))
  const results = createResults()
  await runArms(cases, arms, rates, (arm, rate, { set: group, docId, places }, kept) => {
    const value = Number(places.some((place) => place.every((word) => kept.has(word))))
    results.add(arm, rate, { group, docId, value })
  })
  return { title, rates, groups: sets, cases: cases.length, results }
}
