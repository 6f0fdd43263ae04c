import { domainWords, LARGE_FAMILIES, type ReuseSample, reuseSamples } from '@x/agentcompbench'
import { type Column, figureTable } from '../measure/figure-table.ts'
import { createResults } from '../measure/results.ts'
import { runArms } from '../measure/run-arms.ts'
import { countReuse, reuseBaselines } from '../reuse/baselines.ts'
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

/** Strings of tool results that later turns copy: how many survive. */
export async function reuseSection(context: SectionContext): Promise<string> {
  const { corpus, cases, scoreFiles } = context
  const train = [...reuseSamples(corpus, 'train', { domainWords: domainWords(corpus) })]
  const samples = cases.reuse()
  const arms = [
    ...reuseBaselines(countReuse(train)),
    ...Array.from(scoreFiles, ([name, file]) =>
      reuseScoreArms(name, lookupIn<ReuseSample>(file, 'reuse', samples)),
    ).flat(),
  ]
  const results = createResults()
  await runArms(samples, arms, RATES, (arm, rate, sample, kept) =>
    addSurvival(results, arm, rate, sample, kept),
  )
  return [
    figureTable('later-reused strings kept, field units', results, OVERALL),
    figureTable('by family', results, BY_FAMILY),
  ].join('\n\n')
}
