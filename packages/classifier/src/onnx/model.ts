import type { EncodedWindow } from '../encoder/windows.ts'
import type { Wordpiece } from '../encoder/wordpiece.ts'
import type { Family } from '../idf/tables.ts'
import type { LinearModel } from '../linear/linear-model.ts'
import type { SentenceBatch } from '../similarity/sentence-batches.ts'
import type { KeepManifest, SentenceManifest } from './model-manifest.ts'

/** What any model needs that is ready to run. */
interface ReadyModel {
  readonly wordpiece: Wordpiece
  /** What the encoder was trained on top of. */
  readonly linear: LinearModel
}

/** A model that scores the strings of windows. */
export interface KeepModel extends ReadyModel {
  readonly manifest: KeepManifest
  /** The logit of each token of a window. */
  run(window: EncodedWindow): Promise<ArrayLike<number>>
}

/** A model that says how alike sentences are. */
export interface SentenceModel extends ReadyModel {
  readonly manifest: SentenceManifest
  /** A unit vector for each row of a batch. */
  readonly embed: (batch: SentenceBatch) => Promise<readonly ArrayLike<number>[]>
}

/** Models of one folder or one deployment, each loaded when it is first asked for. */
export interface Models {
  /**
   * The model of a family.
   *
   * @throws Error where it is missing, corrupt or of another version
   */
  keep(family: Family): Promise<KeepModel>
  /** The model for texts that are asked about; where there is none, that of the family reads them. */
  readonly asked?: () => Promise<SentenceModel>
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

/** How a session runs a batch of sentences: `ids` in, `vectors` out. */
export function runSentences(
  { Tensor }: TensorRuntime,
  session: TensorSession,
): (batch: SentenceBatch) => Promise<readonly ArrayLike<number>[]> {
  return async ({ ids, rows, length }) => {
    const feeds = { ids: new Tensor('int32', ids, [rows, length]) }
    const { vectors } = await session.run(feeds as unknown as Record<string, never>)
    const all = vectors?.data as Float32Array
    const width = all.length / rows
    return Array.from({ length: rows }, (_, row) => all.subarray(row * width, (row + 1) * width))
  }
}
