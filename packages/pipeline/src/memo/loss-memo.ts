import type { LossRecords } from '../loss/decide-loss.ts'
import type { Selection } from '../loss/keeper.ts'
import type { StateStore } from '../store/state-store.ts'
import type { Transcript } from '../transcript.ts'
import { type MemoScope, prefixKeys } from './prefix-keys.ts'

/** Where originals and selections live, and for how long. */
export interface LossMemoOptions {
  readonly store: StateStore
  /** Keys the HMAC of every entry: who does not know it learns nothing from the store's keys. */
  readonly secret: Uint8Array
  /** Lifetime of an original since its conversation was last folded anew. @default seven days */
  readonly ttlMs?: number
}

/** An original as it is kept. */
export interface KeptOriginal {
  /** Whose it is. */
  readonly tenant: string
  readonly original: string
  /** What was kept of it when it was first sent. */
  readonly selection: Selection
}

/** Originals of lossy parts, each under the hash of its transcript's prefix: the record that makes a model's choice last. */
export interface LossMemo {
  /** The records of one transcript. */
  open(transcript: Transcript, scope: MemoScope): OpenLossRecords
  /** The original under a key that `keyAt` gave; none for another tenant. */
  read(key: string, tenant: string): Promise<KeptOriginal | undefined>
}

/** The records of one transcript, by part. */
export interface OpenLossRecords extends LossRecords {
  /** The key under which the original of a part is kept. */
  keyAt(at: number): Promise<string>
}

const SEVEN_DAYS_MS = 604_800_000

/** Makes a memo over a store. Its records reject where the store does. */
export function createLossMemo(options: LossMemoOptions): LossMemo {
  const { store, secret, ttlMs = SEVEN_DAYS_MS } = options
  return {
    open(transcript, scope) {
      let keys: Promise<string[]> | undefined
      const keyAt = async (at: number): Promise<string> => {
        keys ??= prefixKeys(transcript, scope, secret, 'loss')
        return (await keys)[at]!
      }
      return {
        keyAt,
        async recall(at) {
          const key = await keyAt(at)
          const value = await store.get(key)
          const kept = parseKept(value)
          // Only a conversation that is folded anew asks: its originals live on with it.
          if (kept !== undefined) await store.set(key, value!, ttlMs)
          return kept?.selection
        },
        async record(at, selection) {
          const key = await keyAt(at)
          const { text: original } = transcript.parts[at]!
          const { tenant } = scope
          const value = JSON.stringify({ tenant, original, selection } satisfies KeptOriginal)
          if (await store.compareAndSet(key, undefined, value, ttlMs)) return selection
          const first = parseKept(await store.get(key))
          if (first !== undefined) return first.selection
          await store.set(key, value, ttlMs)
          return selection
        },
      }
    },
    async read(key, tenant) {
      const kept = parseKept(await store.get(key))
      return kept?.tenant === tenant ? kept : undefined
    },
  }
}

/** An entry of another shape (an older version, a foreign writer) counts as none. */
function parseKept(value: string | undefined): KeptOriginal | undefined {
  if (value === undefined) return undefined
  try {
    const kept = JSON.parse(value) as Partial<KeptOriginal>
    const isText = typeof kept.original === 'string' && typeof kept.tenant === 'string'
    return isText && isSelection(kept.selection) ? (kept as KeptOriginal) : undefined
  } catch {
    return undefined
  }
}

function isSelection(value: Partial<Selection> | undefined): value is Selection {
  const numbers = [value?.gaps, value?.reachableRate, value?.flaggedKept, value?.flaggedDropped]
  return (
    typeof value?.text === 'string' &&
    typeof value.unit === 'string' &&
    typeof value.backend === 'string' &&
    numbers.every(Number.isFinite)
  )
}
