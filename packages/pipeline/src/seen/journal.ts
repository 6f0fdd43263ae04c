/** A map that notes what each change replaced. Values are replaced, never changed in place. */
export interface JournaledMap<Key, Value> {
  get(key: Key): Value | undefined
  has(key: Key): boolean
  set(key: Key, value: Value): void
}

/** Maps whose changes can be taken back together: an index that moves from one branch of a conversation to another. */
export interface Journal {
  map<Key, Value>(): JournaledMap<Key, Value>
  /** Where the changes stand now. */
  mark(): number
  /** Takes back what was changed since `mark`. */
  rollback(mark: number): void
}

/** A journal without maps. */
export function createJournal(): Journal {
  // Parallel lists: an index makes several changes per value of a part.
  const maps: Map<unknown, unknown>[] = []
  const keys: unknown[] = []
  const replaced: unknown[] = []
  return {
    map<Key, Value>(): JournaledMap<Key, Value> {
      const values = new Map<Key, Value>()
      return {
        get: (key) => values.get(key),
        has: (key) => values.has(key),
        set(key, value) {
          maps.push(values as Map<unknown, unknown>)
          keys.push(key)
          replaced.push(values.get(key))
          values.set(key, value)
        },
      }
    },
    mark: () => maps.length,
    rollback(mark) {
      while (maps.length > mark) {
        const map = maps.pop()!
        const key = keys.pop()
        const before = replaced.pop()
        if (before === undefined) map.delete(key)
        else map.set(key, before)
      }
    },
  }
}
