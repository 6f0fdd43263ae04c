import type { FoldStep } from './fold.ts'
import type { StageReport } from './pipeline-result.ts'
import { type ReportedStage, type ResolvedPolicy, STAGE_NAMES } from './policy.ts'
import type { Stopwatch } from './stopwatch.ts'

/** What each stage took off the whole transcript, in the order in which they work, and why one took nothing. */
export function reportStages(
  steps: readonly FoldStep[],
  policy: ResolvedPolicy,
  tokensBefore: number,
  stopwatch: Stopwatch,
): StageReport[] {
  let tokens = tokensBefore
  const names: readonly ReportedStage[] =
    policy.loss === undefined ? STAGE_NAMES : ['keep', ...STAGE_NAMES]
  return names.map((name) => {
    let gain = 0
    for (const { gains } of steps) gain += gains[name] ?? 0
    const before = tokens
    tokens -= gain
    const elapsedMs = stopwatch.elapsedMs[name]
    const report = { name, tokensBefore: before, tokensAfter: tokens, elapsedMs }
    return gain > 0 ? report : { ...report, skipped: reasonOf(name, steps, policy) }
  })
}

/** The reason that holds for most tokens. */
function reasonOf(name: ReportedStage, steps: readonly FoldStep[], policy: ResolvedPolicy): string {
  if (name !== 'keep' && !policy.stages.includes(name)) return 'off in the policy'
  const tokens = new Map<string, number>()
  for (const { skipped, whole, rendered } of steps) {
    const reason = skipped ?? (name === 'keep' ? whole : undefined) ?? 'nothing wins'
    if (reason === 'opaque' || reason.startsWith('role ')) continue
    tokens.set(reason, (tokens.get(reason) ?? 0) + rendered.tokensBefore)
  }
  let most: readonly [reason: string, tokens: number] = ['no part may be replaced', -1]
  for (const entry of tokens) if (entry[1] > most[1]) most = entry
  return most[0]
}
