import type { Detection } from '../detect/kind.ts'
import { encodeWindows } from '../encoder/windows.ts'
import { earlierStrings, type KeepQuery } from '../heuristic/score-heuristic.ts'
import { type Family, idfOf } from '../idf/tables.ts'
import { type KeepScores, roundScore, type WordScore } from '../scores/keep-scores.ts'
import { refuseOtherScripts } from '../scores/refuse-other-scripts.ts'
import type { KeepModel } from './model.ts'

/** What a text is scored for, with what is known of it. */
export interface ModelQuery extends KeepQuery {
  readonly detection: Detection
  readonly family: Family
}

/** Words that the vocabulary may lack before the heuristic serves a text. */
const MOST_UNCOVERED = 0.3
/** Logits are rounded to this step: it lies far above what backends differ by. */
const LOGIT_STEPS = 8
const MAX_LOGIT = 16

/**
 * Scores the strings of a text with a model, window by window. `proceed` is called before each window and throws where time
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
  const earlier = query.earlier === undefined ? undefined : earlierStrings(query.earlier)
  const { words, windows, uncovered } = encodeWindows(text, {
    wordpiece,
    idf,
    earlier,
    rate,
    query: query.query ?? '',
    grain: manifest.unit,
    maxWindow: manifest.window,
  })
  if (uncovered > MOST_UNCOVERED) {
    const share = Math.round(100 * uncovered)
    throw new RangeError(`the vocabulary of ${manifest.name} lacks ${share} % of the words`)
  }
  const chances = new Float64Array(words.length)
  for (const window of windows) {
    proceed()
    const logits = await model.run(window)
    for (const [token, word] of window.words.entries()) {
      if (word >= 0) chances[word] = chanceOf(logits[token]!)
    }
  }
  const isCover = manifest.combine === 'cover'
  const scored = words.map(({ start, end, string }, i): WordScore => {
    const isKnown = isCover && earlier?.has(string)
    const weight = isCover ? idf.ofString(string) : 1
    return { start, end, score: isKnown ? 0 : roundScore(chances[i]! * weight) }
  })
  return {
    backend: `${backend} ${manifest.name}`,
    detection,
    combine: manifest.combine,
    words: scored,
    notes: [],
  }
}

/** The chance that a logit stands for, on a grid that is finer where chances are small. */
function chanceOf(logit: number): number {
  const bounded = Math.max(-MAX_LOGIT, Math.min(MAX_LOGIT, logit))
  return 1 / (1 + Math.exp(-Math.round(bounded * LOGIT_STEPS) / LOGIT_STEPS))
}
