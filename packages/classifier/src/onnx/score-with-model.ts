import type { Detection } from '../detect/kind.ts'
import { refuseUncovered } from '../encoder/coverage.ts'
import { encodeWindows } from '../encoder/windows.ts'
import { earlierStrings, type KeepQuery } from '../heuristic/score-heuristic.ts'
import { type Family, idfOf } from '../idf/tables.ts'
import { priorsOf } from '../linear/text-priors.ts'
import type { KeepScores } from '../scores/keep-scores.ts'
import { refuseOtherScripts } from '../scores/refuse-other-scripts.ts'
import type { KeepModel } from './model.ts'

/** What a text is scored for, with what is known of it. */
export interface ModelQuery extends KeepQuery {
  readonly detection: Detection
  readonly family: Family
}

/** Logits are rounded to this step: it lies far above what backends differ by. */
const LOGIT_STEPS = 8
const MAX_LOGIT = 16

/**
 * Scores the strings of a text with a model, window by window, on top of what the linear model says of them. `proceed` is called before each window and throws where time
 * is up.
 *
 * @throws {RangeError} for a text in another script, or when the vocabulary covers too little of it
 */
export async function scoreWithModel(
  text: string,
  query: ModelQuery,
  backend: string,
  model: KeepModel,
  proceed: () => void,
): Promise<KeepScores> {
  const { manifest, wordpiece } = model
  const { detection, family, rate } = query
  refuseOtherScripts(text, manifest.name)
  const idf = idfOf(family)
  const asked = query.query?.trim() ?? ''
  const earlier = query.earlier === undefined ? undefined : earlierStrings(query.earlier)
  const context = { query: asked, earlier: earlier ?? new Set<string>() }
  const priors = priorsOf(family, text, context, model.linear)
  const head = { backend: `${backend} ${manifest.name}`, detection }
  if (priors.settle !== undefined) {
    const { scored, note } = priors.settle()
    return { ...head, ...scored, notes: [note] }
  }
  const { words, windows, uncovered } = encodeWindows(text, {
    ...{ wordpiece, idf, earlier, rate },
    query: asked,
    grain: manifest.unit,
    maxWindow: manifest.window,
    priorOf: priors.priorOf,
  })
  refuseUncovered(uncovered, manifest.name)
  const read = new Float64Array(words.length).fill(Number.NaN)
  for (const window of windows) {
    proceed()
    const logits = await model.run(window)
    for (const [token, word] of window.words.entries()) {
      if (word >= 0) read[word] = onGrid(logits[token]!)
    }
  }
  return { ...head, ...priors.score(words, read), notes: [] }
}

function onGrid(logit: number): number {
  return Math.round(Math.max(-MAX_LOGIT, Math.min(MAX_LOGIT, logit)) * LOGIT_STEPS) / LOGIT_STEPS
}
