export { type FoldContext, type FoldStep, foldPart } from './fold.ts'
export { type FoldState, INITIAL_STATE, type SeenList } from './fold-state.ts'
export { removeDuplicates, type TranscriptHook } from './hooks/remove-duplicates.ts'
export {
  createFoldMemo,
  type FoldMemo,
  type FoldMemoOptions,
  type FoldRecord,
  foldRecordOf,
} from './memo/fold-memo.ts'
export { type MemoScope, prefixKeys } from './memo/prefix-keys.ts'
export { createPipeline, type Pipeline, type PipelineOptions, type RunOptions } from './pipeline.ts'
export type { PipelineResult, StageFailure, StageReport } from './pipeline-result.ts'
export {
  type Mode,
  type Policy,
  policyVersion,
  type ResolvedPolicy,
  resolvePolicy,
  STAGE_NAMES,
  type StageName,
} from './policy.ts'
export type { Fidelity, RenderedPart } from './rendered-part.ts'
export { restoreTranscript } from './restore.ts'
export type { SeenPart } from './seen/seen-parts.ts'
export { createMemoryStore, type MemoryStoreOptions } from './store/memory-store.ts'
export type { StateStore } from './store/state-store.ts'
export type { TokenCounter } from './token-counter.ts'
export type { Part, Restrictions, Role, ToolCall, Transcript } from './transcript.ts'
