/** Weights in steps of 1/32, so that sums are whole numbers and every engine scores alike. */
export interface LinearWeights {
  readonly bias: number
  readonly weights: Int8Array
}

/** Steps of a weight in a nat. */
export const STEPS_PER_NAT = 32

/** The logit that the weights picked by some indexes make. */
export function logitOf({ bias, weights }: LinearWeights, indexes: Iterable<number>): number {
  let sum = bias
  for (const index of indexes) sum += weights[index]!
  return sum / STEPS_PER_NAT
}

/** The same as a chance, 0 to 1. */
export function chanceOf(weights: LinearWeights, indexes: Iterable<number>): number {
  return sigmoid(logitOf(weights, indexes))
}

/** The chance of a logit. */
export function sigmoid(logit: number): number {
  return 1 / (1 + Math.exp(-logit))
}
