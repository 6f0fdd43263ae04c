import type { StoreDriver } from './driver.ts'

/** A log in memory, for tests and for stores that live as long as the process. */
export function createMemoryDriver(): StoreDriver {
  let log: Uint8Array[] = []
  return {
    async *scan() {
      for (const [position, bytes] of log.entries()) yield { position, bytes }
    },
    read: async (position) => log[position] as Uint8Array,
    write: async (records, mode) => {
      const next = mode === 'replace' ? [] : log
      const first = next.length
      for await (const record of records) next.push(record)
      log = next
      return Array.from({ length: log.length - first }, (_, index) => first + index)
    },
    close: async () => undefined,
  }
}
