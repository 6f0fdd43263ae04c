export {
  type FoldState,
  type FoldStep,
  foldPart,
  INITIAL_STATE,
  type TokenCounter,
} from './fold.ts'
export { createPipeline, type Pipeline, type PipelineOptions } from './pipeline.ts'
export type { PipelineResult, StageReport } from './pipeline-result.ts'
export { type Mode, type Policy, resolvePolicy, STAGE_NAMES, type StageName } from './policy.ts'
export type { Fidelity, RenderedPart } from './rendered-part.ts'
export { restoreTranscript } from './restore.ts'
export type { Part, Restrictions, Role, ToolCall, Transcript } from './transcript.ts'
