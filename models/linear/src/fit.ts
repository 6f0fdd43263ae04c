import { type LinearWeights, STEPS_PER_NAT } from '@x/classifier/training'

/** Something seen in training: the weights it picks, whether it was kept (0 to 1), and how much it counts. */
export interface Row {
  readonly indexes: ArrayLike<number>
  readonly label: number
  readonly weight: number
}

/** Options of `fitLogistic`. */
export interface FitOptions {
  /** Number of weights. */
  readonly size: number
  /**
   * Passes over the rows.
   * @default 3
   */
  readonly epochs?: number
  /**
   * Step of AdaGrad.
   * @default 0.15
   */
  readonly step?: number
  /**
   * Pull of each weight to 0.
   * @default 1e-5
   */
  readonly decay?: number
}

const SEED = 7
const FIRST_SQUARE = 1e-4
const FIRST_BIAS = -2
const LARGEST = 127

/** Logistic regression by AdaGrad (Duchi et al., 2011); rows in an order drawn from a fixed seed. Weights come out rounded. */
export function fitLogistic(
  rows: readonly Row[],
  { size, epochs = 3, step = 0.15, decay = 1e-5 }: FitOptions,
): LinearWeights {
  const weights = new Float64Array(size + 1)
  const squares = new Float64Array(size + 1).fill(FIRST_SQUARE)
  weights[size] = FIRST_BIAS
  const move = (index: number, slope: number) => {
    const gradient = slope + decay * weights[index]!
    squares[index]! += gradient * gradient
    weights[index]! -= (step * gradient) / Math.sqrt(squares[index]!)
  }
  const order = Int32Array.from(rows.keys())
  const draw = nextNumber(SEED)
  for (let epoch = 0; epoch < epochs; epoch++) {
    shuffle(order, draw)
    for (const at of order) {
      const { indexes, label, weight } = rows[at]!
      let sum = weights[size]!
      for (let i = 0; i < indexes.length; i++) sum += weights[indexes[i]!]!
      const slope = weight * (1 / (1 + Math.exp(-sum)) - label)
      for (let i = 0; i < indexes.length; i++) move(indexes[i]!, slope)
      move(size, slope)
    }
  }
  return rounded(weights)
}

function rounded(weights: Float64Array): LinearWeights {
  const steps = Array.from(weights, (weight) => Math.round(weight * STEPS_PER_NAT))
  const bias = steps.pop()!
  return {
    bias,
    weights: Int8Array.from(steps, (value) => Math.max(-LARGEST, Math.min(LARGEST, value))),
  }
}

function shuffle(order: Int32Array, draw: () => number): void {
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(draw() * (i + 1))
    const held = order[i]!
    order[i] = order[j]!
    order[j] = held
  }
}

/** Park and Miller's generator. */
function nextNumber(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 48_271) % 0x7fffffff
    return state / 0x7fffffff
  }
}
