import type { Sentence } from '../linear/passages.ts'

/** How much each number that is known of a sentence adds to the logit that it answers, in the order of `describeSimilar`. */
export interface SimilarityWeights {
  readonly bias: number
  readonly weights: readonly number[]
}

/** Changes with what is told of sentences, so that weights are never read by what they were not fitted for. */
export const SIMILARITY_VERSION = 1
/** Logits are rounded to this step: it lies far above what runtimes differ by, which nothing else carries from one sentence to others. */
const LOGIT_STEPS = 32
/** Sentences that are alike within this step have their ranks by their places. */
const RANK_STEPS = 256
/** Numbers that are known of a sentence. */
export const SIMILARITY_INPUTS = 10
const LAST_RANK = 10
const MANY = 200

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
  const steps = similarities.map((similarity) => Math.round(similarity * RANK_STEPS))
  const order = Array.from(steps.keys()).sort((a, b) => steps[b]! - steps[a]! || a - b)
  for (const [rank, i] of order.entries()) ranks[i] = rank
  return ranks
}
