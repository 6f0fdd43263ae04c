export { type FoldContext, type FoldStep, foldPart, type PartOrders } from './fold.ts'
export { type FoldState, INITIAL_STATE, type SeenList } from './fold-state.ts'
export { removeDuplicates, type TranscriptHook } from './hooks/remove-duplicates.ts'
export type { DroppedText, KeepOriginal, LossRecords } from './loss/decide-loss.ts'
export type { Keeper, KeepRequest, Selection, TextDensity, TextProfile } from './loss/keeper.ts'
export { LOSS_STRATEGIES, type LossPolicy, type LossStrategy } from './loss/loss-policy.ts'
export {
  createFoldMemo,
  type FoldMemo,
  type FoldMemoOptions,
  type FoldRecord,
  foldRecordOf,
} from './memo/fold-memo.ts'
export { createLossMemo, type LossMemo, type LossMemoOptions } from './memo/loss-memo.ts'
export { type MemoScope, prefixKeys } from './memo/prefix-keys.ts'
export type { Pipeline, PipelineOptions, RunAsyncOptions, RunOptions } from './pipeline.ts'
export { createPipeline } from './pipeline.ts'
export type {
  FidelityReport,
  LossReport,
  PipelineResult,
  StageFailure,
  StageReport,
} from './pipeline-result.ts'
export {
  type Mode,
  type Policy,
  policyVersion,
  type ResolvedPolicy,
  resolvePolicy,
  STAGE_NAMES,
  type StageName,
} from './policy.ts'
export type { Fidelity, PartLoss, RenderedPart } from './rendered-part.ts'
export { restoreTranscript } from './restore.ts'
export type { SeenPart } from './seen/seen-parts.ts'
export { createMemoryStore, type MemoryStoreOptions } from './store/memory-store.ts'
export type { StateStore } from './store/state-store.ts'
export type { TokenCounter } from './token-counter.ts'
export type { Part, Restrictions, Role, ToolCall, Transcript } from './transcript.ts'
