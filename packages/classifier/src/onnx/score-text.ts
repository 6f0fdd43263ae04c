import type { KeepScores } from '../scores/keep-scores.ts'
import type { Models } from './model.ts'
import { scoreAskedWithModel } from './score-asked.ts'
import { type ModelQuery, scoreWithModel } from './score-with-model.ts'

/**
 * Scores a text with the model that reads texts like it: a natural text that is asked about is compared with the question, where
 * there is a model for that. `proceed` is called before each run of a model and throws where time is up.
 *
 * @throws Error where the model is missing, corrupt or of another version; RangeError for a text that it cannot read
 */
export async function scoreText(
  text: string,
  query: ModelQuery,
  backend: string,
  models: Models,
  proceed: () => void,
): Promise<KeepScores> {
  const { family } = query
  const isAsked = family === 'natural' && (query.query?.trim() ?? '') !== ''
  if (isAsked && models.asked !== undefined) {
    const model = await models.asked()
    proceed()
    return await scoreAskedWithModel(text, query, backend, model, proceed)
  }
  const model = await models.keep(family)
  proceed()
  return await scoreWithModel(text, query, backend, model, proceed)
}
