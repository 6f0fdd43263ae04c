import { referenceCases } from '@x/agentcompbench'
import { wordBackendArm, wordCoverArm } from '../backends/backend-arms.ts'
import { measuredBackends } from '../backends/measured-backends.ts'
import { type Column, encoderGains, figureTable } from '../measure/figure-table.ts'
import { createResults } from '../measure/results.ts'
import { runArms } from '../measure/run-arms.ts'
import { countWords } from '../measure/word-arms.ts'
import type { WordedTurns } from '../measure/worded-turns.ts'
import { sentenceBaselines, wordBaselines } from '../references/baselines.ts'
import { pairsSurvived, type ReferenceSource, wordsSurvived } from '../references/measures.ts'
import { turnBaselines } from '../references/turn-baselines.ts'
import { lookupIn, referenceScoreArms, sentenceScoreArms } from '../scores/score-arms.ts'
import type { SectionContext } from './section.ts'

const RATES = [0.3, 0.5]
const SETS = ['qmsum span', 'clapnq', 'mtrag']
const LONGEST_TRAINED = 12_000

const COLUMNS: readonly Column[] = RATES.flatMap((rate): Column[] => [
  {
    title: `${rate}`,
    rate,
    groups: SETS,
    isBounded: true,
    ...(rate === 0.3 ? { goal: 68 } : {}),
  },
  ...SETS.map((set) => ({ title: `${rate} ${set}`, rate, groups: [set] })),
  { title: `${rate} pairs`, rate, groups: SETS.map((set) => `${set} pairs`) },
])

const TURN_COLUMNS: readonly Column[] = [0.2, 0.3, 0.5].map((rate) => ({
  title: `${rate}`,
  rate,
  groups: ['qmsum turns'],
  isBounded: true,
  ...(rate === 0.3 ? { goal: 60 } : {}),
}))

/** How many words of summaries and long answers survive in their source, and how much of the turns that answer a question. */
export async function referencesSection(context: SectionContext): Promise<string> {
  const { corpus, cases, scoreFiles, root } = context
  const trained = [...referenceCases(corpus, 'train')]
    .filter(({ set, text }) => set !== 'qmsum meeting' && text.length < LONGEST_TRAINED)
    .map(({ text }) => text)
  const statistics = countWords(trained)
  const items = cases.references()
  const results = createResults()
  const backends = await measuredBackends(root, 'asked')
  const asking = ({ question }: { readonly question: string }) => ({ query: question })
  const arms = [
    ...sentenceBaselines(statistics),
    ...backends.map((backend) => wordBackendArm<ReferenceSource>(backend, 'sentence', asking)),
    ...backends.map((backend) => wordCoverArm<ReferenceSource>(backend, asking)),
    ...Array.from(scoreFiles, ([name, file]) =>
      referenceScoreArms(name, lookupIn(file, 'references', items)),
    ).flat(),
    ...wordBaselines(statistics),
  ]
  await runArms(items, arms, RATES, (arm, rate, item, kept) => {
    const { set: group, docId } = item
    results.add(arm, rate, { group, docId, value: wordsSurvived(item, kept) })
    const pairs = pairsSurvived(item, kept)
    if (pairs !== undefined) {
      results.add(arm, rate, { group: `${group} pairs`, docId, value: pairs })
    }
  })
  const turns = cases.turns()
  const turnArms = [
    ...turnBaselines(statistics.idf),
    ...backends
      .filter(({ isEncoder }) => !isEncoder)
      .map((backend) => wordBackendArm<WordedTurns>(backend, 'line', asking)),
    ...Array.from(scoreFiles, ([name, file]) =>
      sentenceScoreArms<WordedTurns>(name, lookupIn(file, 'turns', turns)),
    ).flat(),
  ]
  const turnResults = createResults()
  const rates = TURN_COLUMNS.map(({ rate }) => rate)
  await runArms(turns, turnArms, rates, (arm, rate, item, kept) => {
    const value = keptShare(item, kept)
    turnResults.add(arm, rate, { group: 'qmsum turns', docId: item.docId, value })
  })
  for (const { backend } of backends) await backend?.close()
  return [
    figureTable('reference words kept', results, COLUMNS),
    encoderGains(results, RATES, SETS),
    figureTable('relevant QMSum turns kept, question known', turnResults, TURN_COLUMNS),
  ].join('\n\n')
}

/** Share of the pieces of the relevant turns that are kept. */
function keptShare({ relevant, sentences, words }: WordedTurns, kept: ReadonlySet<number>): number {
  const wanted = [...relevant].flatMap((turn) => sentences[turn]!)
  const price = (chosen: readonly number[]) =>
    chosen.reduce((sum, word) => sum + words[word]!.cost, 0)
  return price(wanted.filter((word) => kept.has(word))) / Math.max(1, price(wanted))
}
