import { domainWords, LARGE_FAMILIES, type ReuseSample, reuseSamples } from '@x/agentcompbench'
import { markdownTable } from '../../../table.ts'
import { reuseBackendArm, reuseKeepArm } from '../backends/backend-arms.ts'
import { measuredBackends } from '../backends/measured-backends.ts'
import type { Arm } from '../measure/arm.ts'
import { type Column, figureTable, showGain } from '../measure/figure-table.ts'
import { createResults, type Results } from '../measure/results.ts'
import { runArms } from '../measure/run-arms.ts'
import { COVER, countReuse, ORACLE, reuseBaselines } from '../reuse/baselines.ts'
import { encoderLeftOutArm } from '../reuse/encoder-left-out.ts'
import {
  LINEAR,
  LINEAR_LEFT_OUT,
  leftOutBackendArm,
  linearArms,
  modelsByGroup,
} from '../reuse/linear-arms.ts'
import { findOtherRuns, otherRunsArm } from '../reuse/other-runs.ts'
import { ALL, ALL_IDS, addSurvival } from '../reuse/survival.ts'
import { lookupIn, reuseScoreArms } from '../scores/score-arms.ts'
import type { SectionContext } from './section.ts'

const RATES = [0.2, 0.3, 0.5]
const GOALS: Readonly<Record<number, number>> = { 0.2: 83, 0.3: 92, 0.5: 97.5 }

const OVERALL: readonly Column[] = RATES.flatMap((rate): Column[] => [
  { title: `${rate} all`, rate, groups: ALL, goal: GOALS[rate]!, isBounded: true },
  { title: `${rate} ids`, rate, groups: ALL_IDS },
])

const BY_FAMILY: readonly Column[] = [0.3, 0.5].flatMap((rate) =>
  LARGE_FAMILIES.map((family) => ({ title: `${rate} ${family}`, rate, groups: [family] })),
)

const REPEATED = ['tau', 'tau2']
const AGAIN: readonly Column[] = RATES.flatMap((rate): Column[] => [
  { title: `${rate}`, rate, groups: REPEATED, isBounded: true },
  ...REPEATED.map((family) => ({ title: `${rate} ${family}`, rate, groups: [family] })),
])

/** Strings of tool results that later turns copy: how many survive. */
export async function reuseSection(context: SectionContext): Promise<string> {
  const { corpus, cases, scoreFiles, root, log } = context
  const train = [...reuseSamples(corpus, 'train', { domainWords: domainWords(corpus) })]
  const samples = cases.reuse()
  const backends = await measuredBackends(root, 'structured')
  log('reuse: training the linear model, whole and with families left out')
  const leftOut = modelsByGroup(train)
  const statistics = countReuse(train)
  const encoderLeftOut = encoderLeftOutArm(root, leftOut)
  const arms = [
    ...reuseBaselines(statistics),
    ...linearArms(train, leftOut),
    ...backends.map(reuseBackendArm),
    leftOutBackendArm(leftOut),
    ...(encoderLeftOut === undefined ? [] : [encoderLeftOut]),
    ...backends.map(reuseKeepArm),
    ...Array.from(scoreFiles, ([name, file]) =>
      reuseScoreArms(name, lookupIn<ReuseSample>(file, 'reuse', samples)),
    ).flat(),
  ]
  log('reuse: measuring')
  const results = createResults()
  await runArms(samples, arms, RATES, (arm, rate, sample, kept) =>
    addSurvival(results, arm, rate, sample, kept),
  )
  const baselines = reuseBaselines(statistics).filter(({ name }) => [COVER, ORACLE].includes(name))
  const again = await measureAgain(samples, [...baselines, ...backends.map(reuseBackendArm)])
  for (const { backend } of backends) await backend?.close()
  const learned = results.arms().filter((arm) => /linear|compact/.test(arm))
  return [
    figureTable('later-reused strings kept, field units', results, OVERALL),
    'Goals for a family never trained on: 75 at 0.3, 93 at 0.5, and never below cover; for the heuristic 67 and 86.',
    figureTable('by family', results, BY_FAMILY),
    gainsTable(results, learned),
    again,
  ].join('\n\n')
}

/** What knowing the task would buy: results that another run of the same task has too, in which what it reused is known. */
async function measureAgain(
  samples: readonly ReuseSample[],
  arms: readonly Arm<ReuseSample>[],
): Promise<string> {
  const others = findOtherRuns(samples)
  const known = samples.filter((sample) => others.has(sample))
  const results = createResults()
  await runArms(known, [...arms, otherRunsArm(others)], RATES, (arm, rate, sample, kept) =>
    addSurvival(results, arm, rate, sample, kept),
  )
  const count = known.filter(({ family }) => REPEATED.includes(family)).length
  return figureTable(`the same result in other runs of its task (${count})`, results, AGAIN)
}

/** What learned arms gain over the best that learns nothing, with bounds by document. */
function gainsTable(results: Results, arms: readonly string[]): string {
  const gain = (arm: string, over: string, rate: number) =>
    showGain(results.gain(arm, over, rate, ALL))
  const rows = arms.map((arm) => [
    arm,
    ...RATES.map((rate) => gain(arm, COVER, rate)),
    ...RATES.map((rate) => gain(arm, referenceOf(arm), rate)),
  ])
  const head = [`points over ${COVER}`, 'over the linear model'].flatMap((title) =>
    RATES.map((rate) => `${title}, ${rate}`),
  )
  return markdownTable(['arm', ...head], rows)
}

/** Arms with a family left out are compared with their like. */
function referenceOf(arm: string): string {
  return arm.includes('left out') ? LINEAR_LEFT_OUT : LINEAR
}
