import {
  detect,
  type KeepClassifier,
  type KeepResult,
  measureDensity,
  mentionsOf,
  scoreByHeuristic,
  selectKept,
} from '@x/classifier'
import type { Keeper, KeepRequest, Selection, TextProfile } from './keeper.ts'

/** What decides. */
export interface KeeperOptions {
  /** A classifier with a model, `createKeepClassifier({ backend })`; it has to be waited for. @default the heuristic, at once */
  readonly classifier?: KeepClassifier
  /** Names backend, model and version; needed with a classifier. */
  readonly id?: string
}

/** Changes whenever the heuristic may select otherwise than before. */
const HEURISTIC_ID = 'heuristic-1'

/**
 * Makes a keeper of `@x/classifier`: the deterministic heuristic, or a classifier with a model. A classifier that misses its
 * deadline or its model falls back to the heuristic and says so; what it selected then is recorded as any selection.
 * @throws {TypeError} for a classifier without an id
 */
export function createKeeper(options: KeeperOptions = {}): Keeper {
  const { classifier, id } = options
  if (classifier !== undefined && id === undefined) {
    throw new TypeError('a classifier needs an id: renderings of two models must never meet')
  }
  const keepNow = (request: KeepRequest): Selection => {
    const { text, rate, unit, countTokens } = request
    const scores = scoreByHeuristic(text, questionOf(request))
    return selectionOf(selectKept(text, scores, { rate, unit, countTokens }))
  }
  const keepLater = async (keeper: KeepClassifier, request: KeepRequest): Promise<Selection> => {
    const { text, rate, unit, countTokens } = request
    const asked = { ...questionOf(request), rate, unit, countTokens }
    return selectionOf(await keeper.keep(text, asked))
  }
  return {
    id: classifier === undefined ? HEURISTIC_ID : id!,
    describe,
    mentions: mentionsOf,
    keep: async (request) =>
      classifier === undefined ? keepNow(request) : keepLater(classifier, request),
    ...(classifier === undefined && { keepNow }),
  }
}
