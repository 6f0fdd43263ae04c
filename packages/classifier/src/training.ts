/**
 * What the training and the bench of the models share with the run time, so that both cut, count and weigh texts alike. Not
 * for use beside them: names here may change without notice.
 */
export { type Coverable, coverUnits } from './cover/cover-units.ts'
export { takeBest } from './cover/take-best.ts'
export type { Weigh } from './cover/worths.ts'
export {
  FEATURE_COUNT,
  FEATURE_NAMES,
  FEATURE_SIZES,
  FEATURES_VERSION,
  type FeatureName,
} from './encoder/feature-table.ts'
export {
  type EncodedText,
  type EncodedWindow,
  type EncodedWord,
  type EncodeOptions,
  encodeWindows,
} from './encoder/windows.ts'
export { createWordpiece, type Piece, type Wordpiece } from './encoder/wordpiece.ts'
export { createIdf, type Idf } from './idf/idf.ts'
export { type PackIdfOptions, packIdf } from './idf/pack-idf.ts'
export { type Family, idfOf } from './idf/tables.ts'
export { type JsonNode, MAX_JSON_DEPTH } from './json/json-tree.ts'
export { scanJson } from './json/scan-json.ts'
export { ASKED_PLAN } from './linear/asked-plan.ts'
export { describeAsked } from './linear/asked-sentences.ts'
export { describeFields, type FieldString } from './linear/field-features.ts'
export {
  type FieldModel,
  isKnown,
  knownIndexes,
  scoreFields,
} from './linear/field-model.ts'
export { formHash, KNOWN_PLAN, NAME_WEIGHTS, TRANSFER_PLAN } from './linear/field-plans.ts'
export { type LinearModel, packLinearModel, readLinearModel } from './linear/linear-model.ts'
export { chanceOf, type LinearWeights, STEPS_PER_NAT } from './linear/linear-weights.ts'
export { askedLogits } from './linear/natural-model.ts'
export { readSentences, type Sentence } from './linear/passages.ts'
export { scoreLinear } from './linear/score-linear.ts'
export { shippedWeights } from './linear/shipped-weights.ts'
export { type PriorContext, priorsOf, type TextPriors } from './linear/text-priors.ts'
export { askedAbout, describeWords, WORD_WEIGHTS } from './linear/word-features.ts'
export { type KeepModel, runSentences, runWindow } from './onnx/model.ts'
export { parseManifest } from './onnx/model-manifest.ts'
export { scoreWithModel } from './onnx/score-with-model.ts'
export { orderUnits, takeInOrder } from './select/order-units.ts'
export { compareSentences, type SentenceReader } from './similarity/compare-sentences.ts'
export { questionPieces } from './similarity/read-question.ts'
export {
  describeSimilar,
  SIMILARITY_INPUTS,
  SIMILARITY_VERSION,
} from './similarity/rescore-sentences.ts'
export { batchSentences, sentencePieces } from './similarity/sentence-batches.ts'
export { countPieces, pieceEnd } from './text/pieces.ts'
export { sentencesOf, sentencesOfLine } from './text/sentences.ts'
export type { Span } from './text/span.ts'
export { STOP_WORDS } from './text/stop-words.ts'
export {
  isWorthKeeping,
  mentionsOf,
  type StringSpan,
  stringSpansOf,
  stringsOf,
  termsOf,
} from './text/strings.ts'
export type { Container, Grain, Unit } from './text/unit.ts'
export { totalCost, type UnitOptions, unitsOf } from './text/units.ts'
export { wordsOf } from './text/words.ts'
