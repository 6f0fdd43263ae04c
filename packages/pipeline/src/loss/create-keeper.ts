import {
  type Detection,
  detect,
  type KeepClassifier,
  type KeepOptions,
  type KeepResult,
  type KeepScores,
  type LinearScorer,
  loadLinearScorer,
  measureDensity,
  mentionsOf,
  rateForDensity,
  scoreHeuristic,
  selectKept,
} from '@x/classifier'
import { messageOf } from '../choose-form.ts'
import type { Keeper, KeepRequest, Selection, TextProfile } from './keeper.ts'
import { rememberTexts } from './remember-texts.ts'

/** What decides. */
export interface KeeperOptions {
  /** What scores at once, `await loadLinearScorer()`. @default the heuristic */
  readonly scorer?: LinearScorer
  /** Why the scorer is another than was asked for; each selection says it. @default none */
  readonly fallback?: string
  /** A classifier with a model, `createKeepClassifier({ backend })`, which has to be waited for. @default none */
  readonly classifier?: KeepClassifier
  /** Names backend, model and version; needed with a classifier. */
  readonly id?: string
}

/** A text is looked at once in a process, as long as it is among the latest. */
const REMEMBERED = { texts: 512, characters: 4_000_000 }
/** Changes whenever the same scores may select otherwise than before. */
const SELECTION = 2
const HEURISTIC: LinearScorer = { id: 'heuristic', score: scoreHeuristic }

/**
 * A keeper that answers at once: with the linear model of `@x/classifier`, whose weights are loaded here, or with the
 * heuristic. Where the weights do not load the heuristic serves, and each selection says why.
 * @example
 * createPipeline({ tokenizer, keeper: await loadKeeper(), policy: { loss: { rate: 0.4 } } })
 */
export async function loadKeeper(backend: 'linear' | 'heuristic' = 'linear'): Promise<Keeper> {
  if (backend === 'heuristic') return createKeeper()
  try {
    return createKeeper({ scorer: await loadLinearScorer() })
  } catch (error) {
    return createKeeper({ fallback: `the linear model does not load: ${messageOf(error)}` })
  }
}

/**
 * Makes a keeper of `@x/classifier`: the deterministic heuristic, the linear model, or a classifier with a model. A model that
 * fails or misses its deadline gives way to the heuristic, which the selection says; what was selected then is recorded like any
 * other.
 * @throws {TypeError} for a classifier without an id
 */
export function createKeeper(options: KeeperOptions = {}): Keeper {
  const { scorer = HEURISTIC, classifier, id = `${scorer.id}-${SELECTION}`, fallback } = options
  if (classifier !== undefined && options.id === undefined) {
    throw new TypeError('a classifier needs an id: selections of two models must never meet')
  }
  const described = rememberTexts(
    (text) => ({ detection: detect(text), density: measureDensity(text) }),
    REMEMBERED,
  )
  // Found with the profile, needed with the request, and of no interest in between.
  const detections = new WeakMap<TextProfile, Detection>()
  const describe = (text: string): TextProfile => {
    const { detection, density } = described(text)
    const { kind, confidence } = detection
    // Made anew each time: scores are kept by it, and they depend on what stands before the text.
    const profile = { kind, confidence, density }
    detections.set(profile, detection)
    return profile
  }
  const optionsOf = (request: KeepRequest): KeepOptions => {
    const { rate, unit, query, earlier, countTokens, profile } = request
    const detection = detections.get(profile)
    return {
      rate,
      unit,
      // A set of its own: a model may read it later, and on another thread.
      earlier: new Set(earlier),
      countTokens,
      ...(query !== undefined && { query }),
      ...(detection && { detection }),
    }
  }
  const keepNow = (request: KeepRequest): Selection => {
    const options = optionsOf(request)
    const scores = scored.get(request.profile) ?? scorer.score(request.text, options)
    scored.set(request.profile, scores)
    return selectionOf(selectKept(request.text, scores, options), fallback)
  }
  // A text is scored once, however often less of it is asked for.
  const scored = new WeakMap<TextProfile, KeepScores>()
  const head = {
    describe,
    rateFor: (rate: number, { density }: TextProfile): number => rateForDensity(rate, density),
    mentions: mentionsOf,
  }
  if (classifier === undefined) {
    return { ...head, id, keep: async (request) => keepNow(request), keepNow }
  }
  return {
    ...head,
    id,
    async keep(request) {
      const options = optionsOf(request)
      const known = scored.get(request.profile)
      const scores = known ?? (await classifier.score(request.text, options))
      scored.set(request.profile, scores)
      return selectionOf(selectKept(request.text, scores, options), scores.fallback)
    },
  }
}

function selectionOf(result: KeepResult, fallback: string | undefined): Selection {
  return {
    text: result.text,
    unit: result.unit,
    gaps: result.marks,
    reachableRate: result.reachableRate,
    flaggedKept: result.flagged.kept,
    flaggedDropped: result.flagged.dropped,
    backend: result.backend,
    ...(fallback !== undefined && { fallback }),
  }
}
