import { type AliasState, EMPTY_ALIAS_STATE } from '@x/dictionary'
import { createMovingIndex, type MovingIndex } from './seen/moving-index.ts'
import type { SeenIndex, SeenPart } from './seen/seen-parts.ts'

/** Parts that were seen, the latest first: a shared list, so that a fork of a conversation costs nothing. */
export interface SeenList {
  readonly part: SeenPart
  readonly before: SeenList | undefined
  /** How many parts were seen. */
  readonly length: number
}

/** What the fold knows after parts 1..k: plain data that is never changed. */
export interface FoldState {
  /** Tokens of parts 1..k as received. */
  readonly tokensRead: number
  /** Tokens of parts 1..k as sent. */
  readonly tokensSent: number
  readonly seen: SeenList | undefined
  /** Aliases that parts 1..k defined, and what they spell literally. */
  readonly aliases: AliasState
  /** The last text of the user. */
  readonly question: string | undefined
  /** A sealed part came by: what it spells is unknown, so no alias is defined or used from there on. */
  readonly isSealed: boolean
}

/** The state before the first part. */
export const INITIAL_STATE: FoldState = {
  tokensRead: 0,
  tokensSent: 0,
  seen: undefined,
  aliases: EMPTY_ALIAS_STATE,
  question: undefined,
  isSealed: false,
}

/**
 * Indexes are derived from the state and may be dropped at any time. The states of a conversation share one, which moves
 * between its branches (a retry, a fork) by what they differ in.
 */
const indexes = new WeakMap<FoldState, MovingIndex>()

/** The index of a state's parts, until it is asked for another state's. */
export function indexOf(state: FoldState): SeenIndex {
  return movedIndex(state).index
}

function movedIndex(state: FoldState): MovingIndex {
  const known = indexes.get(state)
  if (known?.moveTo(state.seen)) return known
  const fresh = createMovingIndex(state.seen)
  indexes.set(state, fresh)
  return fresh
}

/** What one more part adds to the state. */
export interface PartEffect {
  readonly seen: SeenPart
  readonly aliases: AliasState
  /** The part's text, where the user speaks. */
  readonly question: string | undefined
  readonly isSealed: boolean
  readonly tokensBefore: number
  readonly tokensAfter: number
}

/** The state with one more part; takes the index along. */
export function withPart(state: FoldState, effect: PartEffect): FoldState {
  const next: FoldState = {
    tokensRead: state.tokensRead + effect.tokensBefore,
    tokensSent: state.tokensSent + effect.tokensAfter,
    seen: { part: effect.seen, before: state.seen, length: (state.seen?.length ?? 0) + 1 },
    aliases: effect.isSealed ? EMPTY_ALIAS_STATE : effect.aliases,
    question: effect.question ?? state.question,
    isSealed: state.isSealed || effect.isSealed,
  }
  const moved = movedIndex(state)
  moved.push(next.seen!)
  indexes.set(next, moved)
  return next
}
