import { domainWords } from '../cases/reuse.ts'
import { chance, hash32 } from '../chance.ts'
import type { Corpus } from '../corpus.ts'
import type { Draft } from '../drafts/draft.ts'
import { draftersOf } from '../drafts/drafters.ts'
import { textsOf } from '../drafts/plain-drafts.ts'
import { SCENARIOS } from '../scenarios.ts'
import { createNGram, type NGram } from '../surprisal/n-gram.ts'
import { chooseDrafts, quotasOf, type RankedDraft } from './choose.ts'
import { type Sample, sampleOf } from './sample.ts'

/** How many samples are built; at three rates each. */
export const SAMPLES = 35_000

/** Builds the samples, in an order that depends on them alone. */
export function buildSamples(corpus: Corpus, total: number = SAMPLES): Sample[] {
  const drafts = collectDrafts(corpus)
  const available = Object.fromEntries(
    Array.from(drafts, ([scenario, list]) => [scenario, list.length]),
  )
  const quotas = quotasOf(available, total)
  const nGram = learnTrainSplit(corpus)
  return Object.keys(SCENARIOS)
    .flatMap((scenario) => chooseDrafts(drafts.get(scenario) ?? [], quotas[scenario]!))
    .map((draft) => sampleOf(draft, nGram))
    .map((sample) => ({ sample, at: chance('order', sample.id) }))
    .sort((a, b) => a.at - b.at)
    .map(({ sample }) => sample)
}

/**
 * All drafts by scenario, each text and query once, save where several conversations use a tool result in several ways; a
 * text with a label is not drafted again without.
 */
function collectDrafts(corpus: Corpus): Map<string, RankedDraft[]> {
  const drafts = new Map<string, RankedDraft[]>()
  const met = new Set<string>()
  for (const [rank, drafter] of draftersOf(domainWords(corpus)).entries()) {
    for (const draft of drafter.drafts(corpus)) {
      if (SCENARIOS[draft.scenario] === undefined || isMet(met, draft, rank)) continue
      const list = drafts.get(draft.scenario)
      if (list === undefined) drafts.set(draft.scenario, [{ draft, rank }])
      else list.push({ draft, rank })
    }
  }
  return drafts
}

/** Whether a draft brings nothing new, or no text; if it does, it is met from now on. */
function isMet(met: Set<string>, { text, query = '', needed }: Draft, rank: number): boolean {
  const whole = `${hash32(text)} ${text.length}`
  const key = `${whole} ${hash32(query)} ${rank === 0 ? hash32(needed.join()) : 0}`
  if (met.has(key) || (needed.length === 0 && met.has(whole)) || text.trim() === '') return true
  met.add(key).add(whole)
  return false
}

/** The n-gram model that ranks what no label does: all texts of the train split. */
export function learnTrainSplit(corpus: Corpus): NGram {
  const nGram = createNGram()
  for (const name of corpus.names()) {
    if (SCENARIOS[name.split('/')[0] ?? ''] === undefined) continue
    for (const record of corpus.records(name, 'train'))
      for (const text of textsOf(record)) nGram.learn(text)
  }
  return nGram
}
