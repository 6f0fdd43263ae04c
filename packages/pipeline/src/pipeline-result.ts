import type { Definition } from '@x/dictionary'
import type { Fidelity, RenderedPart } from './rendered-part.ts'

/** What one stage did to the whole transcript. */
export interface StageReport {
  readonly name: string
  readonly tokensBefore: number
  readonly tokensAfter: number
  /** Milliseconds in this stage alone; the rest of the run's time is counting, decoding and comparing. */
  readonly elapsedMs: number
  /** Why the stage changed nothing; absent where it changed something. */
  readonly skipped?: string
}

/** A form that was dropped: its stage threw, or what it rendered did not decode. The part left in another form. */
export interface StageFailure {
  readonly partId: string
  readonly reason: string
  /** Whether the keep stage failed, or something else scored than was asked for. */
  readonly isLoss?: true
}

/** The parts of one fidelity, added up. */
export interface FidelityReport {
  readonly fidelity: Fidelity
  readonly parts: number
  readonly tokensBefore: number
  readonly tokensAfter: number
}

/** What the keep stage dropped from the whole transcript. Rates are shares of the exact tokens of lossy parts. */
export interface LossReport {
  /** Parts that lost something. */
  readonly parts: number
  readonly rateAsked: number
  /** The rates for texts of their density, weighted by tokens; as asked without any. */
  readonly rateAimed: number
  /** What was sent of lossy parts; 1 without any. */
  readonly rateReached: number
  readonly tokensBefore: number
  readonly tokensAfter: number
  /** Marks that stand for what was dropped. */
  readonly gaps: number
  readonly flaggedKept: number
  readonly flaggedDropped: number
  /** What scored, each once. */
  readonly backends: readonly string[]
  readonly units: readonly string[]
  /** Why something else scored than was asked for, each once. */
  readonly fallbacks: readonly string[]
}

/** A transcript as it leaves, and what that saved in exact tokens. */
export interface PipelineResult {
  readonly parts: readonly RenderedPart[]
  readonly stages: readonly StageReport[]
  /** Fidelities that parts have, the strongest first. */
  readonly fidelities: readonly FidelityReport[]
  /** What was dropped; absent where the policy allows no loss. */
  readonly loss?: LossReport
  readonly tokensBefore: number
  readonly tokensAfter: number
  /** 1 - after / before; 0 for an empty transcript. */
  readonly savings: number
  readonly elapsedMs: number
  /** The weakest of the parts' fidelities. */
  readonly fidelity: Fidelity
  /** Whether a hook changed the transcript: the provider's cache of earlier requests may be lost. */
  readonly breaksPrefix: boolean
  /** Whether the counts stand in for a tokenizer that is not public. */
  readonly approximate: boolean
  /** What went wrong and was caught; empty on a good day. */
  readonly failures: readonly StageFailure[]
  /** Aliases that the parts define: what an answer may use, and what its reader restores. */
  readonly aliases: readonly Definition[]
}
