import { linearId } from '../linear/linear-id.ts'
import { type LinearModel, readLinearModel } from '../linear/linear-model.ts'
import { shippedWeights } from '../linear/shipped-weights.ts'
import type { ModelManifest } from './model-manifest.ts'

/**
 * Loads the linear model that an encoder adds to: the shipped one, if it is the one that the encoder was trained on.
 *
 * @throws {RangeError} where it is another
 */
export async function loadLinearBelow({ name, linear }: ModelManifest): Promise<LinearModel> {
  const weights = await shippedWeights()
  const id = linearId(weights)
  if (id !== linear) throw new RangeError(`${name} was trained on ${linear}; here is ${id}`)
  return readLinearModel(weights)
}
