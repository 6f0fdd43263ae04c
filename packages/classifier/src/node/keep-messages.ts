import type { ModelQuery } from '../onnx/score-with-model.ts'
import type { KeepScores } from '../scores/keep-scores.ts'

/** What a thread is started with. */
export interface KeepThreadData {
  /** Holds a folder for each model. */
  readonly folder: string
  /** Threads that one run of a model uses. */
  readonly threads: number
}

/** What a thread is told. */
export type ToKeepThread =
  | {
      readonly kind: 'score'
      readonly id: number
      readonly text: string
      readonly query: ModelQuery
    }
  | { readonly kind: 'cancel'; readonly id: number }
  | { readonly kind: 'end' }

/** What a thread answers. */
export type FromKeepThread =
  | { readonly kind: 'scores'; readonly id: number; readonly scores: KeepScores }
  | { readonly kind: 'failure'; readonly id: number; readonly message: string }
