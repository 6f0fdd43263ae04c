import { type KeepQuery, scoreHeuristic } from '../heuristic/score-heuristic.ts'
import { linear } from '../linear/linear-backend.ts'
import type { KeepScores } from '../scores/keep-scores.ts'
import { selectKept } from '../select/select-kept.ts'
import type { KeepBackend, KeepClassifier, KeepClassifierOptions } from './keep-classifier.ts'

/**
 * A keep/drop classifier: scores what in a text matters, and keeps a share of it. Without a backend it is the linear model
 * that comes with the package, which keeps more than the heuristic and the encoders on what was measured.
 *
 * @example
 * const classifier = createKeepClassifier()
 * const { text } = await classifier.keep(log, { rate: 0.3 })
 */
export function createKeepClassifier({
  backend = linear(),
}: KeepClassifierOptions = {}): KeepClassifier {
  const score = async (text: string, query: KeepQuery) =>
    backend === 'heuristic'
      ? scoreHeuristic(text, query)
      : await scoreOrFallBack(backend, text, query)
  return {
    score,
    async keep(text, options) {
      return selectKept(text, await score(text, options), options)
    },
    async close() {
      if (backend !== 'heuristic') await backend.close()
    },
  }
}

async function scoreOrFallBack(
  backend: KeepBackend,
  text: string,
  query: KeepQuery,
): Promise<KeepScores> {
  try {
    return await backend.score(text, query)
  } catch (error) {
    return fallBack(backend.id, text, query, error)
  }
}

/** The heuristic's scores, with the reason why they are not the backend's. */
function fallBack(id: string, text: string, query: KeepQuery, error: unknown): KeepScores {
  const reason = error instanceof Error ? error.message : String(error)
  const scores = scoreHeuristic(text, query)
  const note = `The heuristic scored in place of ${id}: ${reason.replace(/\.$/, '')}.`
  return { ...scores, fallback: reason, notes: [...scores.notes, note] }
}
