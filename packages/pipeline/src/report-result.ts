import type { FoldContext, FoldStep } from './fold.ts'
import { INITIAL_STATE } from './fold-state.ts'
import type { FidelityReport, LossReport, PipelineResult, StageFailure } from './pipeline-result.ts'
import type { Fidelity, RenderedPart } from './rendered-part.ts'
import { reportStages } from './report-stages.ts'

/** What a result tells beside its steps. */
export interface RunFacts {
  readonly elapsedMs: number
  /** Whether a hook changed the transcript. */
  readonly isChanged: boolean
  readonly approximate: boolean
}

const FIDELITIES: readonly Fidelity[] = ['verbatim', 'exact', 'lossy']

/** Adds the steps of a fold up. */
export function reportResult(
  steps: readonly FoldStep[],
  { policy, stopwatch }: FoldContext,
  { elapsedMs, isChanged, approximate }: RunFacts,
): PipelineResult {
  const state = steps.at(-1)?.state ?? INITIAL_STATE
  const { tokensRead: tokensBefore, tokensSent: tokensAfter } = state
  const parts = steps.map(({ rendered }) => rendered)
  const fidelities = reportFidelities(parts)
  return {
    parts,
    stages: reportStages(steps, policy, tokensBefore, stopwatch),
    fidelities,
    ...(policy.loss && { loss: reportLoss(parts, policy.loss.rate) }),
    tokensBefore,
    tokensAfter,
    savings: tokensBefore === 0 ? 0 : 1 - tokensAfter / tokensBefore,
    elapsedMs,
    fidelity: isChanged ? 'lossy' : (fidelities.at(-1)?.fidelity ?? 'verbatim'),
    breaksPrefix: isChanged,
    approximate,
    failures: steps.flatMap(failuresOf),
    aliases: state.aliases.definitions,
  }
}

function failuresOf({ rendered, failures, lossFailure }: FoldStep): StageFailure[] {
  const partId = rendered.part.id
  const all: StageFailure[] = failures.map((reason) => ({ partId, reason }))
  if (lossFailure !== undefined) all.push({ partId, reason: lossFailure, isLoss: true })
  return all
}

function reportFidelities(parts: readonly RenderedPart[]): FidelityReport[] {
  return FIDELITIES.flatMap((fidelity) => {
    const alike = parts.filter((part) => part.fidelity === fidelity)
    if (alike.length === 0) return []
    return [{ fidelity, parts: alike.length, ...sumTokens(alike) }]
  })
}

function reportLoss(parts: readonly RenderedPart[], rateAsked: number): LossReport {
  const lossy = parts.filter((part) => part.loss !== undefined)
  const losses = lossy.map(({ loss }) => loss!)
  const tokens = sumTokens(lossy)
  const sum = (count: (loss: (typeof losses)[number]) => number): number =>
    losses.reduce((total, loss) => total + count(loss), 0)
  const aimed = lossy.reduce((total, part) => total + part.loss!.rateAimed * part.tokensBefore, 0)
  const shareOf = (count: number, none: number): number =>
    tokens.tokensBefore === 0 ? none : Math.round((count / tokens.tokensBefore) * 1000) / 1000
  return {
    parts: lossy.length,
    rateAsked,
    rateAimed: shareOf(aimed, rateAsked),
    rateReached: shareOf(tokens.tokensAfter, 1),
    ...tokens,
    gaps: sum(({ gaps }) => gaps),
    flaggedKept: sum(({ flaggedKept }) => flaggedKept),
    flaggedDropped: sum(({ flaggedDropped }) => flaggedDropped),
    backends: [...new Set(losses.map(({ backend }) => backend))],
    units: [...new Set(losses.map(({ unit }) => unit))],
    fallbacks: [...new Set(losses.flatMap(({ fallback }) => fallback ?? []))],
  }
}

function sumTokens(parts: readonly RenderedPart[]): {
  readonly tokensBefore: number
  readonly tokensAfter: number
} {
  return {
    tokensBefore: parts.reduce((sum, part) => sum + part.tokensBefore, 0),
    tokensAfter: parts.reduce((sum, part) => sum + part.tokensAfter, 0),
  }
}
