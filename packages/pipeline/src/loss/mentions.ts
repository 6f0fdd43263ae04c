import type { SeenList } from '../fold-state.ts'
import type { EarlierWords, Keeper } from './keeper.ts'

/** Words by the number of the part that shows them first. */
interface Mentioned {
  readonly firstSeen: Map<string, number>
  readonly parts: number
  readonly keeper: Keeper
}

/**
 * Derived from the parts and may be dropped at any time. The newest part of a chain owns the words; an older one (a fork,
 * a retry) gathers its own again.
 */
const known = new WeakMap<SeenList, Mentioned>()

/** What the parts up to this one show, in lower case. Later parts never change an answer that was given. */
export function mentionsOf(latest: SeenList | undefined, keeper: Keeper): EarlierWords {
  if (latest === undefined) return new Set()
  const unread: SeenList[] = []
  let at: SeenList | undefined = latest
  while (at !== undefined && known.get(at)?.keeper !== keeper) {
    unread.push(at)
    at = at.before
  }
  const before = at && known.get(at)
  const firstSeen = before?.firstSeen ?? new Map<string, number>()
  let parts = before?.parts ?? 0
  for (const { part } of unread.reverse()) {
    parts += 1
    for (const word of keeper.mentions(part.original)) {
      if (!firstSeen.has(word)) firstSeen.set(word, parts)
    }
  }
  if (at !== undefined) known.delete(at)
  known.set(latest, { firstSeen, parts, keeper })
  return {
    has: (word) => (firstSeen.get(word) ?? parts + 1) <= parts,
    *[Symbol.iterator]() {
      for (const [word, first] of firstSeen) if (first <= parts) yield word
    },
  }
}
