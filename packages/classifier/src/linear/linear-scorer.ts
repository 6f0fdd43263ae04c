import { detect } from '../detect/detect.ts'
import { familyOf } from '../heuristic/families.ts'
import { type KeepQuery, scoreHeuristic } from '../heuristic/score-heuristic.ts'
import type { KeepScores } from '../scores/keep-scores.ts'
import { isLatin } from '../scores/refuse-other-scripts.ts'
import type { LinearOptions } from './linear-backend.ts'
import { linearId } from './linear-id.ts'
import { readLinearModel } from './linear-model.ts'
import { scoreLinear } from './score-linear.ts'
import { shippedWeights } from './shipped-weights.ts'

/** The linear model, loaded: it scores at once, and the same everywhere. */
export interface LinearScorer {
  /** Names the model and its version, such as `linear-3-9f2a01c3`: format, and a hash of its weights. */
  readonly id: string
  /** Scores the strings of a text; the heuristic those of natural texts in scripts that the model did not learn from. */
  score(text: string, query: KeepQuery): KeepScores
}

/**
 * Loads the linear model for scores without a promise.
 *
 * @throws {RangeError} for weights of another format or length
 * @example
 * const { score } = await loadLinearScorer()
 * selectKept(log, score(log, { rate: 0.3 }), { rate: 0.3 }).text
 */
export async function loadLinearScorer({ weights }: LinearOptions = {}): Promise<LinearScorer> {
  const bytes = weights ?? (await shippedWeights())
  const model = readLinearModel(bytes)
  return {
    id: linearId(bytes),
    score(text, query) {
      const detection = query.detection ?? detect(text)
      const known = { ...query, detection }
      const isRead = familyOf(detection.kind) === 'structured' || isLatin(text)
      return isRead ? scoreLinear(text, known, model) : scoreHeuristic(text, known)
    },
  }
}
