import type { FoldStep } from './fold.ts'
import type { StageReport } from './pipeline-result.ts'
import { type ResolvedPolicy, STAGE_NAMES, type StageName } from './policy.ts'
import type { Stopwatch } from './stopwatch.ts'

/** What each stage took off the whole transcript, in the order of `STAGE_NAMES`, and why one took nothing. */
export function reportStages(
  steps: readonly FoldStep[],
  policy: ResolvedPolicy,
  tokensBefore: number,
  stopwatch: Stopwatch,
): StageReport[] {
  let tokens = tokensBefore
  return STAGE_NAMES.map((name) => {
    const gain = steps.reduce((sum, { gains }) => sum + (gains[name] ?? 0), 0)
    const before = tokens
    tokens -= gain
    const elapsedMs = stopwatch.elapsedMs[name]
    const report = { name, tokensBefore: before, tokensAfter: tokens, elapsedMs }
    return gain > 0 ? report : { ...report, skipped: reasonOf(name, steps, policy) }
  })
}

/** The reason that holds for most tokens. */
function reasonOf(name: StageName, steps: readonly FoldStep[], policy: ResolvedPolicy): string {
  if (!policy.stages.includes(name)) return 'off in the policy'
  const tokens = new Map<string, number>()
  for (const { skipped, rendered } of steps) {
    if (skipped === 'opaque' || skipped?.startsWith('role ')) continue
    const reason = skipped ?? 'nothing wins'
    tokens.set(reason, (tokens.get(reason) ?? 0) + rendered.tokensBefore)
  }
  return [...tokens].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 'no part may be replaced'
}
