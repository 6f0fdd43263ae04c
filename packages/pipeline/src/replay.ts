export {
  type ReplayedRequest,
  type ReplayOptions,
  type ReplayPrice,
  type ReplayResult,
  replay,
} from './replay/replay.ts'
export { readTrace, type Trace, type TraceConversation, TraceError } from './replay/trace.ts'
