import type { Role } from '../transcript.ts'

/** How the keep stage decides: by kind with the density of the text, or as if every text were of one family. */
export const LOSS_STRATEGIES = ['auto', 'structured', 'natural'] as const

/** `auto` takes units and rate by kind and density; `structured` and `natural` take the rate as it is. */
export type LossStrategy = (typeof LOSS_STRATEGIES)[number]

/** What may be dropped. Plain data, a part of the policy. */
export interface LossPolicy {
  /** Share of a part's exact tokens that is sent, above 0 and up to 1; what exact forms save counts. @default 0.5 */
  readonly rate?: number
  /**
   * `auto` keeps more of dense texts and less of loose ones, in units of their kind; `structured` drops fields and lines,
   * `natural` sentences, both at the rate as given. @default 'auto'
   */
  readonly strategy?: LossStrategy
  /** Roles whose texts may lose something; they must also be among the policy's `roles`. @default tool */
  readonly roles?: readonly Role[]
  /** Parts below this many tokens lose nothing. @default 128 */
  readonly minTokens?: number
}

/** A loss policy with every default applied. */
export type ResolvedLossPolicy = Required<LossPolicy>

const DEFAULTS: ResolvedLossPolicy = {
  rate: 0.5,
  strategy: 'auto',
  roles: ['tool'],
  minTokens: 128,
}

/**
 * Applies the defaults.
 * @throws {RangeError} for a rate outside of 0 to 1, an unknown strategy, or a count that is no whole number from 0 on
 */
export function resolveLossPolicy(policy: LossPolicy): ResolvedLossPolicy {
  const resolved: ResolvedLossPolicy = { ...DEFAULTS, ...policy }
  const { rate, strategy, minTokens } = resolved
  if (!(rate > 0 && rate <= 1)) {
    throw new RangeError(`loss.rate is ${rate}; use a share above 0 and up to 1`)
  }
  if (!LOSS_STRATEGIES.includes(strategy)) {
    throw new RangeError(`loss.strategy is "${strategy}"; use ${LOSS_STRATEGIES.join(', ')}`)
  }
  if (!Number.isSafeInteger(minTokens) || minTokens < 0) {
    throw new RangeError(`loss.minTokens is ${minTokens}; use a whole number from 0 on`)
  }
  return resolved
}

/** Names what a loss policy renders: equal versions drop the same. */
export function lossVersion(policy: ResolvedLossPolicy): string {
  const { rate, strategy, roles, minTokens } = policy
  return `loss=${rate},${strategy},${[...roles].sort().join('+')},${minTokens}`
}
