import type { Sentence } from '../linear/passages.ts'

/** How much each number that is known of a sentence adds to the logit that it answers, in the order of `describeSimilar`. */
export interface SimilarityWeights {
  readonly bias: number
  readonly weights: readonly number[]
}

/** Similarities are rounded to this step: it lies far above what runtimes differ by. */
const SIMILARITY_STEPS = 256
/** So are the logits that come of them. */
const LOGIT_STEPS = 32
/** Numbers that are known of a sentence. */
export const SIMILARITY_INPUTS = 10
const LAST_RANK = 10
const MANY = 200

/** The cosines of unit vectors with another, on the grid that all runtimes share. */
export function similaritiesTo(
  question: ArrayLike<number>,
  vectors: readonly ArrayLike<number>[],
): number[] {
  return vectors.map((vector) => {
    let sum = 0
    for (let i = 0; i < vector.length; i++) sum += vector[i]! * question[i]!
    return Math.round(sum * SIMILARITY_STEPS) / SIMILARITY_STEPS
  })
}

/**
 * What is known of each sentence: the logit of the linear model; the similarity with the question, less that of the most
 * similar one, its rank, those of the neighbours in the line; of its line the best less the best of all, the mean less the
 * greatest mean, and the mean; how many sentences there are.
 */
export function describeSimilar(
  sentences: readonly Pick<Sentence, 'line'>[],
  logits: readonly number[],
  similarities: readonly number[],
): number[][] {
  const lines = linesOf(sentences, similarities)
  const best = greatest(similarities)
  const bestMean = greatest(lines.map(({ mean }) => mean))
  const rank = ranksOf(similarities)
  const beside = (i: number, j: number) =>
    sentences[j]?.line === sentences[i]!.line ? similarities[j]! : 0
  return sentences.map(({ line }, i) => [
    logits[i]!,
    similarities[i]!,
    similarities[i]! - best,
    Math.min(rank[i]!, LAST_RANK) / LAST_RANK,
    beside(i, i - 1),
    beside(i, i + 1),
    lines[line]!.best - best,
    lines[line]!.mean - bestMean,
    lines[line]!.mean,
    Math.min(sentences.length, MANY) / MANY,
  ])
}

/** The logits that sentences answer a question, once a sentence encoder has compared them with it. */
export function rescoreSentences(
  sentences: readonly Pick<Sentence, 'line'>[],
  logits: readonly number[],
  similarities: readonly number[],
  { bias, weights }: SimilarityWeights,
): number[] {
  return describeSimilar(sentences, logits, similarities).map((values) => {
    const logit = values.reduce((sum, value, i) => sum + value * weights[i]!, bias)
    return Math.round(logit * LOGIT_STEPS) / LOGIT_STEPS
  })
}

function linesOf(
  sentences: readonly Pick<Sentence, 'line'>[],
  similarities: readonly number[],
): { readonly best: number; readonly mean: number }[] {
  const found: number[][] = []
  for (const [i, { line }] of sentences.entries()) {
    found[line] ??= []
    found[line].push(similarities[i]!)
  }
  return found.map((values) => ({
    best: greatest(values),
    mean: values.reduce((sum, value) => sum + value, 0) / values.length,
  }))
}

function greatest(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY)
}

/** How many are more similar, or as similar and before it. */
function ranksOf(similarities: readonly number[]): number[] {
  const ranks: number[] = []
  const order = Array.from(similarities.keys()).sort(
    (a, b) => similarities[b]! - similarities[a]! || a - b,
  )
  for (const [rank, i] of order.entries()) ranks[i] = rank
  return ranks
}
