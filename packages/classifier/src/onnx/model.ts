import type { EncodedWindow } from '../encoder/windows.ts'
import type { Wordpiece } from '../encoder/wordpiece.ts'
import type { LinearModel } from '../linear/linear-model.ts'
import type { ModelManifest } from './model-manifest.ts'

/** A model that is ready to run. */
export interface KeepModel {
  readonly manifest: ModelManifest
  readonly wordpiece: Wordpiece
  /** What the encoder was trained on top of. */
  readonly linear: LinearModel
  /** The logit of each token of a window. */
  run(window: EncodedWindow): Promise<ArrayLike<number>>
}

/** What a tensor library has to have: a session's `run`, and tensors. */
export interface TensorRuntime {
  readonly Tensor: new (type: 'int32', data: Int32Array, dims: readonly number[]) => unknown
}

/** A session of onnxruntime, as far as a model needs it. */
export interface TensorSession {
  run(feeds: Record<string, never>): Promise<Record<string, { readonly data: unknown }>>
}

/** How a session runs a window: `ids` and `features` in, `logits` out. */
export function runWindow(
  { Tensor }: TensorRuntime,
  session: TensorSession,
): (window: EncodedWindow) => Promise<ArrayLike<number>> {
  return async ({ ids, features, length }) => {
    const feeds = {
      ids: new Tensor('int32', ids, [1, length]),
      features: new Tensor('int32', features, [1, length, features.length / length]),
    }
    const { logits } = await session.run(feeds as unknown as Record<string, never>)
    return logits?.data as ArrayLike<number>
  }
}
