import { type AliasState, EMPTY_ALIAS_STATE } from '@x/dictionary'
import { createSeenIndex, type SeenIndex, type SeenPart } from './seen/seen-parts.ts'

/** Parts that were seen, the latest first: a shared list, so that a fork of a conversation costs nothing. */
export interface SeenList {
  readonly part: SeenPart
  readonly before: SeenList | undefined
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
  /** A sealed part came by: what it spells is unknown, so no alias is defined or used from there on. */
  readonly isSealed: boolean
}

/** The state before the first part. */
export const INITIAL_STATE: FoldState = {
  tokensRead: 0,
  tokensSent: 0,
  seen: undefined,
  aliases: EMPTY_ALIAS_STATE,
  isSealed: false,
}

/**
 * Indexes are derived from the state and may be dropped at any time. The newest state of a chain owns its index; an
 * older one (a fork, a retry) builds its own again.
 */
const indexes = new WeakMap<FoldState, SeenIndex>()

/** The index of a state's parts. */
export function indexOf(state: FoldState): SeenIndex {
  let index = indexes.get(state)
  if (index === undefined) {
    index = createSeenIndex()
    for (const part of inOrder(state.seen)) index.add(part)
    indexes.set(state, index)
  }
  return index
}

/** What one more part adds to the state. */
export interface PartEffect {
  readonly seen: SeenPart
  readonly aliases: AliasState
  readonly isSealed: boolean
  readonly tokensBefore: number
  readonly tokensAfter: number
}

/** The state with one more part; takes the index along. */
export function withPart(state: FoldState, effect: PartEffect): FoldState {
  const next: FoldState = {
    tokensRead: state.tokensRead + effect.tokensBefore,
    tokensSent: state.tokensSent + effect.tokensAfter,
    seen: { part: effect.seen, before: state.seen },
    aliases: effect.isSealed ? EMPTY_ALIAS_STATE : effect.aliases,
    isSealed: state.isSealed || effect.isSealed,
  }
  const index = indexOf(state)
  indexes.delete(state)
  index.add(effect.seen)
  indexes.set(next, index)
  return next
}

function inOrder(list: SeenList | undefined): SeenPart[] {
  const parts: SeenPart[] = []
  for (let at = list; at !== undefined; at = at.before) parts.push(at.part)
  return parts.reverse()
}
