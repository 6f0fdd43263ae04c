import type { KeepBackend } from '../classifier/keep-classifier.ts'
import { type LinearModel, readLinearModel } from './linear-model.ts'
import { scoreLinear } from './score-linear.ts'
import { shippedWeights } from './shipped-weights.ts'

/** Options of `linear`. */
export interface LinearOptions {
  /**
   * Weights as `models/linear` packs them.
   * @default those that come with the package, loaded on first use
   */
  readonly weights?: Uint8Array
}

/**
 * A backend without any runtime: logistic regressions over what texts look like, in whole numbers, so that scores are the
 * same everywhere. It knows hashes of names of tools met in training, and no word.
 *
 * @example
 * const classifier = createKeepClassifier({ backend: linear() })
 */
export function linear({ weights }: LinearOptions = {}): KeepBackend {
  let model: Promise<LinearModel> | undefined
  const load = async () => readLinearModel(weights ?? (await shippedWeights()))
  return {
    id: 'linear',
    async score(text, query) {
      model ??= load()
      return scoreLinear(text, query, await model)
    },
    close: async () => {},
  }
}
