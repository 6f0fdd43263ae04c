/** One measured value, of a group (a tool family, a set of questions) and of a source document. */
export interface Observation {
  readonly group: string
  readonly docId: string
  readonly value: number
}

/** A mean with the bounds that 95 % of the resamples by document lie in. */
export interface Figure {
  readonly mean: number
  readonly low: number
  readonly high: number
}

const DRAWS = 1000
const TAIL = 0.025
const SEED = 3

/**
 * The mean over groups of the means of their values; the bounds come from drawing documents, with replacement, inside
 * each group. The drawing is seeded: the same values give the same bounds.
 *
 * @throws {RangeError} without any observation
 */
export function figureOf(observations: readonly Observation[]): Figure {
  if (observations.length === 0) throw new RangeError('no observations: nothing to take a mean of')
  const groups = groupDocuments(observations)
  const drawn = nextNumber(SEED)
  const means = Array.from({ length: DRAWS }, () =>
    meanOf(groups.map((documents) => meanOfSums(resample(documents, drawn)))),
  ).sort((a, b) => a - b)
  return {
    mean: meanOf(groups.map(meanOfSums)),
    low: means[Math.floor(DRAWS * TAIL)]!,
    high: means[Math.ceil(DRAWS * (1 - TAIL)) - 1]!,
  }
}

/** Values of a document: their sum and number. */
interface DocumentSum {
  readonly sum: number
  readonly count: number
}

function groupDocuments(observations: readonly Observation[]): DocumentSum[][] {
  const groups = new Map<string, Map<string, DocumentSum>>()
  for (const { group, docId, value } of observations) {
    const documents = groups.get(group) ?? new Map<string, DocumentSum>()
    groups.set(group, documents)
    const found = documents.get(docId) ?? { sum: 0, count: 0 }
    documents.set(docId, { sum: found.sum + value, count: found.count + 1 })
  }
  return Array.from(groups.values(), (documents) => [...documents.values()])
}

function resample(documents: readonly DocumentSum[], next: () => number): DocumentSum[] {
  return documents.map(() => documents[Math.floor(next() * documents.length)]!)
}

function meanOfSums(documents: readonly DocumentSum[]): number {
  let sum = 0
  let count = 0
  for (const document of documents) {
    sum += document.sum
    count += document.count
  }
  return sum / count
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/** Park and Miller's generator: good enough to draw documents, the same everywhere. */
function nextNumber(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 48_271) % 0x7fffffff
    return state / 0x7fffffff
  }
}
