import type { FoldContext, FoldStep } from './fold.ts'
import { INITIAL_STATE } from './fold-state.ts'
import type { FidelityReport, LossReport, PipelineResult, StageFailure } from './pipeline-result.ts'
import type { Fidelity, RenderedPart } from './rendered-part.ts'
import { reportStages } from './report-stages.ts'
import type { Part } from './transcript.ts'

/** What a result tells beside its steps. */
export interface RunFacts {
  readonly elapsedMs: number
  /** Whether a hook changed the transcript. */
  readonly isChanged: boolean
  readonly approximate: boolean
}

const FIDELITIES: readonly Fidelity[] = ['verbatim', 'exact', 'lossy']

/**
 * Adds the steps of a fold up.
 * @param received the parts of this request, which remembered steps are answered with
 */
export function reportResult(
  steps: readonly FoldStep[],
  received: readonly Part[],
  { policy, stopwatch }: FoldContext,
  { elapsedMs, isChanged, approximate }: RunFacts,
): PipelineResult {
  const state = steps.at(-1)?.state ?? INITIAL_STATE
  const { tokensRead: tokensBefore, tokensSent: tokensAfter } = state
  const parts = steps.map(({ rendered }, at) => {
    const part = received[at]!
    return rendered.part === part ? rendered : { ...rendered, part }
  })
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
    failures: steps.flatMap((step, at) => (isFine(step) ? [] : failuresOf(step, received[at]!.id))),
    aliases: state.aliases.definitions,
  }
}

function isFine({ failures, lossFailure }: FoldStep): boolean {
  return failures.length === 0 && lossFailure === undefined
}

function failuresOf({ failures, lossFailure }: FoldStep, partId: string): StageFailure[] {
  const all: StageFailure[] = failures.map((reason) => ({ partId, reason }))
  if (lossFailure !== undefined) all.push({ partId, reason: lossFailure, isLoss: true })
  return all
}

function reportFidelities(parts: readonly RenderedPart[]): FidelityReport[] {
  const sums = FIDELITIES.map((fidelity) => ({
    fidelity,
    parts: 0,
    tokensBefore: 0,
    tokensAfter: 0,
  }))
  for (const { fidelity, tokensBefore, tokensAfter } of parts) {
    const sum = sums[FIDELITIES.indexOf(fidelity)]!
    sum.parts += 1
    sum.tokensBefore += tokensBefore
    sum.tokensAfter += tokensAfter
  }
  return sums.filter((sum) => sum.parts > 0)
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
