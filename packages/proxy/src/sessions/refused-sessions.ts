import type { StateStore } from '@x/pipeline'

/** Conversations whose upstream refused a rewritten request and took the original: they go on as they come. */
export interface RefusedSessions {
  /** @param asksStore whether the store may be asked, where this process does not know */
  has(session: string, asksStore?: boolean): Promise<boolean>
  add(session: string): Promise<void>
}

const MAX_SESSIONS = 10_000
const TTL_MS = 7_200_000
const REFUSED = 'refused'

const nothing = (): undefined => undefined

/**
 * Remembers them in this process and, where there is one, in a store that other replicas and the next process read. A
 * lost store is done without: its conversations are refused once more, and sent again once more.
 */
export function createRefusedSessions(store?: StateStore): RefusedSessions {
  // A Set keeps insertion order: the first one is the one used longest ago.
  const known = new Set<string>()
  const keyOf = (session: string): string => `pith:v1:refused:${session}`

  function keep(session: string): void {
    known.delete(session)
    known.add(session)
    if (known.size > MAX_SESSIONS) known.delete(known.values().next().value ?? '')
  }

  return {
    async has(session, asksStore = true) {
      const isHere = known.has(session)
      const isKnown =
        isHere || (asksStore && (await store?.get(keyOf(session)).catch(nothing)) === REFUSED)
      if (!isKnown) return false
      keep(session)
      if (asksStore) store?.set(keyOf(session), REFUSED, TTL_MS).catch(nothing)
      return true
    },
    async add(session) {
      keep(session)
      await store?.set(keyOf(session), REFUSED, TTL_MS).catch(nothing)
    },
  }
}
