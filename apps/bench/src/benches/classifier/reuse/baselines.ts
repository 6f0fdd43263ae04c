import { chance, createNGram, type ReuseSample } from '@x/agentcompbench'
import { coverUnits, STOP_WORDS, takeBest, termsOf, type Unit } from '@x/classifier/training'
import type { Arm, Chooser } from '../measure/arm.ts'
import { bm25 } from '../measure/bm25.ts'
import { type CountedIdf, countIdf } from '../measure/counted-idf.ts'

/** What the baselines know beforehand, counted on the train split. */
export interface ReuseStatistics {
  readonly idf: CountedIdf
  /** Bits of each piece of a unit as it is shown. */
  readonly bitsOf: (text: string) => readonly number[]
}

export function countReuse(train: readonly ReuseSample[]): ReuseStatistics {
  const ngram = createNGram()
  for (const sample of train) for (const unit of sample.units) ngram.learn(shownIn(sample, unit))
  return {
    idf: countIdf(train.map(({ text }) => text)),
    bitsOf: (text) => ngram.bitsOf(text, 0).map(({ bits }) => bits),
  }
}

/** Whether a string looks like an identifier, a number or a name. */
export function isIdentifier(shown: string): boolean {
  if (/[\p{N}_@]/u.test(shown)) return true
  return /^\p{Lu}/u.test(shown)
}

/** The arms that learn nothing, and the oracle that knows what is reused. */
export function reuseBaselines(statistics: ReuseStatistics): Arm<ReuseSample>[] {
  const { idf } = statistics
  const scored = Object.entries(SCORES).map(
    ([name, scoresOf]): Arm<ReuseSample> => ({
      name,
      prepare(sample) {
        const scores = scoresOf(sample, statistics)
        return (rate) => new Set(takeBest(sample.units, scores, rate * sample.total))
      },
    }),
  )
  const rarity = (sample: ReuseSample) => (string: string) =>
    sample.earlier.has(string) ? 0 : idf.ofString(string)
  const ids = (sample: ReuseSample) => (string: string, unit: Unit) =>
    sample.earlier.has(string) ? 0 : isIdentifier(unit.strings.get(string)!) ? 3 : 1
  return [
    ...scored,
    { name: 'cover of new strings, ids', prepare: (sample) => covering(sample, ids(sample)) },
    { name: COVER, prepare: (sample) => covering(sample, rarity(sample)) },
    {
      name: ORACLE,
      prepare: (sample) => covering(sample, (string) => (sample.reused.has(string) ? 1 : 0)),
    },
  ]
}

/** The baseline that a model has to beat. */
export const COVER = 'cover of new strings, idf'

/** Knows what is reused. */
export const ORACLE = 'oracle'

/** Greedy cover by weight at any rate. */
export function covering(
  sample: ReuseSample,
  weigh: (string: string, unit: Unit) => number,
): Chooser {
  return (rate) => new Set(coverUnits(sample.units, weigh, rate * sample.total))
}

type Scores = (sample: ReuseSample, statistics: ReuseStatistics) => number[]

const SCORES: Readonly<Record<string, Scores>> = {
  random: ({ units, docId }) => units.map(({ index }) => chance(docId, index)),
  head: ({ units }) => units.map(({ index }) => -index),
  'head and tail': ({ units }) =>
    units.map(({ index }) => -Math.min(index, units.length - 1 - index)),
  'stop words out': ({ units }) =>
    units.map(({ value, cost, index }) => fullTerms(value) / cost - index * 1e-9),
  'TF-IDF': (sample, { idf }) => sample.units.map((unit) => rarityOf(unit, idf)),
  'TF-IDF per token': (sample, { idf }) =>
    sample.units.map((unit) => rarityOf(unit, idf) / unit.cost),
  'BM25, last message and call': (sample, { idf }) =>
    bm25(
      sample.units.map((unit) => shownIn(sample, unit)),
      sample.query,
      idf.ofTerm,
    ).map((score, index) => score - index * 1e-9),
  'surprisal, mean': (sample, { bitsOf }) =>
    sample.units.map((unit) => {
      const bits = bitsOf(shownIn(sample, unit))
      return sum(bits) / Math.max(1, bits.length)
    }),
  'surprisal, sum': (sample, { bitsOf }) =>
    sample.units.map((unit) => sum(bitsOf(shownIn(sample, unit)))),
  'numbers and ids': ({ units }) =>
    units.map(
      ({ strings, cost, index }) =>
        [...strings.values()].filter(isIdentifier).length / cost - index * 1e-9,
    ),
}

function shownIn({ text }: ReuseSample, unit: Unit): string {
  return text.slice(unit.start, unit.end)
}

function rarityOf(unit: Unit, idf: CountedIdf): number {
  return sum(termsOf(unit.value).map(idf.ofTerm))
}

function fullTerms(text: string): number {
  return termsOf(text).filter((term) => !STOP_WORDS.has(term)).length
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
