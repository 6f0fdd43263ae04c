export { type AnswerCase, type AnswerSet, answerCases, type Span } from './cases/answers.ts'
export {
  contentStems,
  type ReferenceCase,
  type ReferenceSet,
  referenceCases,
  stemPairs,
  type TurnCase,
  turnCases,
} from './cases/references.ts'
export {
  conversationSamples,
  domainWords,
  type ReuseOptions,
  type ReuseSample,
  reuseSamples,
} from './cases/reuse.ts'
export { stemOf } from './cases/stem.ts'
export { type ShownWord, type WordedText, wordsAt, wordText } from './cases/worded.ts'
export { chance } from './chance.ts'
export {
  type Corpus,
  type CorpusMessage,
  type CorpusRecord,
  createCorpus,
  type Split,
  withoutDocuments,
} from './corpus.ts'
export type { Draft, Drafter, Needed, NeededKind } from './drafts/draft.ts'
export { draftersOf } from './drafts/drafters.ts'
export { FAMILIES, LARGE_FAMILIES } from './families.ts'
export { SCENARIOS } from './scenarios.ts'
export { createNGram, type NGram, type PieceBits } from './surprisal/n-gram.ts'
