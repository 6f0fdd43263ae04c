import {
  type LossPolicy,
  lossVersion,
  type ResolvedLossPolicy,
  resolveLossPolicy,
} from './loss/loss-policy.ts'
import type { Role } from './transcript.ts'

/** `hybrid` compresses from the threshold on, `strict` always, `aggressive` like hybrid and may drop text. */
export type Mode = 'hybrid' | 'strict' | 'aggressive'

/** The exact stages, in the order in which they are reported. */
export const STAGE_NAMES = ['notation', 'references', 'aliases'] as const

/** Name of an exact stage. */
export type StageName = (typeof STAGE_NAMES)[number]

/** Every stage that takes tokens off: `keep` drops text, the others are exact. */
export type ReportedStage = 'keep' | StageName

/** What may be done to a transcript. Plain data; equal policies render equal bytes. */
export interface Policy {
  /** @default 'hybrid' */
  readonly mode?: Mode
  /** Tokens of parts 1..k from which part k may be compressed (not in mode `strict`). @default 4500 */
  readonly thresholdTokens?: number
  /** Exact stages that may run. @default all */
  readonly stages?: readonly StageName[]
  /** Roles whose texts may be replaced. Assistant and system texts stay verbatim by default. @default tool, user */
  readonly roles?: readonly Role[]
  /**
   * The provider's smallest cacheable prefix: a part is compressed only if the tokens sent up to and including it reach
   * this. Without it a prefix that is pushed below the minimum loses its cache. @default 0, no cache
   */
  readonly minimumSentTokens?: number
  /**
   * From this many tokens saved on, parts 1..k may be sent in fewer than `minimumSentTokens`: what is saved makes up for
   * the lost cache, however the conversation goes on (`withStartRule` computes it). @default never
   */
  readonly enoughSavedTokens?: number
  /** Parts below this many tokens stay verbatim. @default 12 */
  readonly minPartTokens?: number
  /** Longer parts stay verbatim: the work on a part is bounded by its length. In UTF-16 code units. @default 4000000 */
  readonly maxPartLength?: number
  /** Lets the keep stage drop text, in any mode. @default nothing is dropped; in mode `aggressive` half of each tool result */
  readonly loss?: LossPolicy
}

/** A policy with every default applied. */
export interface ResolvedPolicy extends Required<Omit<Policy, 'loss'>> {
  /** Absent where nothing may be dropped. */
  readonly loss?: ResolvedLossPolicy
}

const DEFAULTS: ResolvedPolicy = {
  mode: 'hybrid',
  thresholdTokens: 4500,
  stages: STAGE_NAMES,
  roles: ['tool', 'user'],
  minimumSentTokens: 0,
  enoughSavedTokens: Number.MAX_SAFE_INTEGER,
  minPartTokens: 12,
  maxPartLength: 4_000_000,
}

/**
 * Applies the defaults.
 * @throws {RangeError} for an unknown mode, stage or strategy, a count that is no whole number from 0 on, a rate that is no share
 */
export function resolvePolicy(policy: Policy = {}): ResolvedPolicy {
  const { loss = policy.mode === 'aggressive' ? {} : undefined, ...exact } = policy
  const resolved: ResolvedPolicy = {
    ...DEFAULTS,
    ...exact,
    ...(loss && { loss: resolveLossPolicy(loss) }),
  }
  if (!['hybrid', 'strict', 'aggressive'].includes(resolved.mode)) {
    throw new RangeError(`mode is "${resolved.mode}"; use hybrid, strict or aggressive`)
  }
  const unknown = resolved.stages.find((name) => !STAGE_NAMES.includes(name))
  if (unknown !== undefined) {
    throw new RangeError(`stages holds "${unknown}"; use ${STAGE_NAMES.join(', ')}`)
  }
  for (const key of [
    'thresholdTokens',
    'minimumSentTokens',
    'enoughSavedTokens',
    'minPartTokens',
    'maxPartLength',
  ] as const) {
    const value = resolved[key]
    if (!Number.isSafeInteger(value) || value < 0) {
      throw new RangeError(`${key} is ${value}; use a whole number from 0 on`)
    }
  }
  return resolved
}

/** Changes whenever equal policies would render other bytes than before. */
const FOLD_VERSION = 11

/** Names what a rendering depends on beside the transcript: equal versions render equal bytes. */
export function policyVersion(policy: ResolvedPolicy): string {
  const { mode, stages, roles, loss, ...limits } = policy
  const sorted = [[...stages].sort().join(','), [...roles].sort().join(',')]
  const numbers = Object.entries(limits).sort(([a], [b]) => (a < b ? -1 : 1))
  return [
    `v${FOLD_VERSION}`,
    mode,
    ...numbers.map(([name, value]) => `${name}=${value}`),
    ...sorted,
    ...(loss === undefined ? [] : [lossVersion(loss)]),
  ].join('|')
}
