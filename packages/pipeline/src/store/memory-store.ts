import type { StateStore } from './state-store.ts'

/** Bounds and clock of a store in memory. */
export interface MemoryStoreOptions {
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number
  /** Keys that are held; beyond it the least recently used goes. @default 10_000 */
  readonly maxEntries?: number
  /** UTF-16 code units of keys and values that are held; beyond it the least recently used goes. @default 32_000_000 */
  readonly maxLength?: number
}

interface Entry {
  readonly value: string
  readonly expiresAt: number
}

/**
 * A store in this process's memory, bounded in entries and size. Expired entries go when they are met or pushed out.
 * @throws {RangeError} for a bound that is no whole number above 0
 */
export function createMemoryStore(options: MemoryStoreOptions): StateStore {
  const { now } = options
  const maxEntries = positive('maxEntries', options.maxEntries ?? 10_000)
  const maxLength = positive('maxLength', options.maxLength ?? 32_000_000)
  // A Map keeps insertion order: the first key is the least recently used one.
  const entries = new Map<string, Entry>()
  let length = 0

  function remove(key: string): void {
    const entry = entries.get(key)
    if (entry === undefined) return
    entries.delete(key)
    length -= key.length + entry.value.length
  }

  function live(key: string): string | undefined {
    const entry = entries.get(key)
    if (entry === undefined) return undefined
    if (entry.expiresAt <= now()) {
      remove(key)
      return undefined
    }
    entries.delete(key)
    entries.set(key, entry)
    return entry.value
  }

  function write(key: string, value: string, ttlMs: number): void {
    remove(key)
    if (ttlMs <= 0) return
    entries.set(key, { value, expiresAt: now() + ttlMs })
    length += key.length + value.length
    while (entries.size > maxEntries || length > maxLength) {
      remove(entries.keys().next().value!)
    }
  }

  return {
    get: async (key) => live(key),
    set: async (key, value, ttlMs) => write(key, value, ttlMs),
    async compareAndSet(key, expected, value, ttlMs) {
      if (live(key) !== expected) return false
      write(key, value, ttlMs)
      return true
    },
    delete: async (key) => remove(key),
  }
}

function positive(name: string, value: number): number {
  if (Number.isSafeInteger(value) && value > 0) return value
  throw new RangeError(`${name} is ${value}; use a whole number above 0`)
}
