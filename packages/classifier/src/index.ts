export { createKeepClassifier } from './classifier/create-keep-classifier.ts'
export type {
  KeepBackend,
  KeepClassifier,
  KeepClassifierOptions,
  KeepOptions,
} from './classifier/keep-classifier.ts'
export { type Density, measureDensity, rateForDensity } from './density.ts'
export { detect } from './detect/detect.ts'
export type {
  Detection,
  Kind,
  Span as KindSpan,
  SpanKind,
} from './detect/kind.ts'
export type { Language } from './detect/languages.ts'
export { type KeepQuery, scoreHeuristic } from './heuristic/score-heuristic.ts'
export { type LinearOptions, linear } from './linear/linear-backend.ts'
export { type LinearScorer, loadLinearScorer } from './linear/linear-scorer.ts'
export type { Combine, KeepScores, WordScore } from './scores/keep-scores.ts'
export type { FlaggedReport, KeepResult } from './select/keep-result.ts'
export type { UnitName } from './select/layout-of.ts'
export { type SelectOptions, selectKept } from './select/select-kept.ts'
export { countPieces } from './text/pieces.ts'
export type { Span } from './text/span.ts'
export { mentionsOf } from './text/strings.ts'
export type { Grain } from './text/unit.ts'
