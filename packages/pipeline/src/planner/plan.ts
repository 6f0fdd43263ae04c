import type { Policy } from '../policy.ts'
import type { CacheRules } from './cache-rules.ts'
import { gainOfChange, type SentChange } from './price.ts'

/** What the planner says, and why. */
export interface Verdict {
  readonly allowed: boolean
  /** A few stable words. */
  readonly reason: string
  /** Gain in prices of an uncached input token; negative costs more. */
  readonly gain: number
}

/** Where hits are counted in steps, the last step of a hit may be lost: this many steps more are sent before the start. */
const SPARE_STEPS = 2
/** In a very short conversation a lost step weighs most, so there the start is never below this. */
const LEAST_START = 512

/**
 * The policy under which no request costs more than without it: the start rule. A prefix is not pushed below the
 * provider's minimum before `minimum x (write - read) / read` tokens are saved; from there on an uncached short prefix is
 * never dearer than the cached long one (proof: `docs/decisions/0006-start-rule.md`).
 */
export function withStartRule(policy: Policy, rules: CacheRules): Policy {
  const start = rules.minimumTokens + SPARE_STEPS * rules.stepTokens
  const minimumSentTokens =
    rules.stepTokens > 1 ? Math.max(start, LEAST_START) : rules.minimumTokens
  const enough = Math.ceil((minimumSentTokens * (rules.write - rules.read)) / rules.read)
  const enoughSavedTokens = Math.min(enough, Number.MAX_SAFE_INTEGER)
  return { ...policy, minimumSentTokens, enoughSavedTokens }
}

/** Whether a text that was sent may be changed: only where it pays, and never below the minimum that is cached. */
export function planChange(
  change: SentChange & { readonly prefixTokens: number },
  rules: CacheRules,
): Verdict {
  const gain = gainOfChange(change, rules)
  const after = change.prefixTokens - change.tokensRemoved
  if (change.prefixTokens >= rules.minimumTokens && after < rules.minimumTokens) {
    return { allowed: false, reason: 'falls below the cached minimum', gain }
  }
  if (gain <= 0) return { allowed: false, reason: 'costs more than it saves', gain }
  return { allowed: true, reason: 'pays', gain }
}
