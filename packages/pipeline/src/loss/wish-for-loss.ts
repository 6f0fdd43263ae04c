import { looksRendered } from '../decode.ts'
import type { Draft, FoldContext } from '../fold.ts'
import type { FoldState } from '../fold-state.ts'
import type { KeepRequest, TextProfile } from './keeper.ts'
import { mentionsOf } from './mentions.ts'
import { unitFor } from './unit-for.ts'

/** What to ask of the keeper for one part. */
export interface Wish {
  readonly request: KeepRequest
  /** Share of the part's tokens that may be sent. */
  readonly rateAimed: number
}

/** Of a long text of the user, so much of its end is the question. In UTF-16 code units. */
const QUERY_LENGTH = 2000

/**
 * What may be dropped of a part, or why nothing. The exact form is known by then: what it saves need not be dropped, so
 * that the keeper keeps `rate / (share that the exact form takes)` of the source.
 */
export function wishForLoss(
  { part, tokensBefore, exact }: Draft,
  profile: TextProfile,
  state: FoldState,
  { policy, keeper, counter }: FoldContext,
  isWhole: boolean,
): Wish | string {
  const { loss } = policy
  if (loss === undefined || keeper === undefined) return 'nothing may be dropped'
  if (isWhole) return 'recorded as whole'
  if (!loss.roles.includes(part.role)) return `role ${part.role} loses nothing`
  if (tokensBefore < loss.minTokens) return `below ${loss.minTokens} tokens`
  if (exact.failures.length > 0) return 'an exact stage failed'
  if (looksRendered(part.text)) return 'is a rendering'
  const isSteered = loss.strategy === 'auto'
  const rateAimed = round(isSteered ? keeper.rateFor(loss.rate, profile) : loss.rate)
  const rate = round((rateAimed * tokensBefore) / exact.tokens)
  // Of an empty text there is no share.
  if (!(rate < 1)) return 'exact forms reach the rate'
  return {
    rateAimed,
    request: {
      text: part.text,
      profile,
      rate: Math.max(rate, 0.001),
      unit: unitFor(loss, profile),
      ...(state.question !== undefined && { query: state.question.slice(-QUERY_LENGTH) }),
      earlier: mentionsOf(state.seen, keeper),
      countTokens: (text) => counter.countTokens(text),
    },
  }
}

function round(share: number): number {
  return Math.round(share * 1000) / 1000
}
