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
}

/** The state before the first part. */
export const INITIAL_STATE: FoldState = { tokensRead: 0, tokensSent: 0, seen: undefined }

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

/** The state with one more part; takes the index along. */
export function withPart(
  state: FoldState,
  part: SeenPart,
  tokensBefore: number,
  tokensAfter: number,
): FoldState {
  const next: FoldState = {
    tokensRead: state.tokensRead + tokensBefore,
    tokensSent: state.tokensSent + tokensAfter,
    seen: { part, before: state.seen },
  }
  const index = indexOf(state)
  indexes.delete(state)
  index.add(part)
  indexes.set(next, index)
  return next
}

function inOrder(list: SeenList | undefined): SeenPart[] {
  const parts: SeenPart[] = []
  for (let at = list; at !== undefined; at = at.before) parts.push(at.part)
  return parts.reverse()
}
