import type { PipelineResult } from '../pipeline-result.ts'
import type { StateStore } from '../store/state-store.ts'
import type { Transcript } from '../transcript.ts'
import { type MemoScope, prefixKeys } from './prefix-keys.ts'

/**
 * What the fold cannot derive again about a conversation: which parts left verbatim because a stage failed. Whoever
 * folds the conversation next must leave them verbatim too.
 */
export interface FoldRecord {
  /** Indexes of the parts that stay verbatim for ever, ascending. */
  readonly verbatim: readonly number[]
}

/** Where records live, and for how long. */
export interface FoldMemoOptions {
  readonly store: StateStore
  /** Keys the HMAC of every entry: who does not know it learns nothing from the store's keys. */
  readonly secret: Uint8Array
  /** Sliding lifetime of a conversation. @default two hours */
  readonly ttlMs?: number
}

/** Records of conversations by the hash of their prefix: branches coexist, and no session id is needed. */
export interface FoldMemo {
  /** What is recorded of the longest known prefix of this transcript; `undefined` for a new conversation. */
  recall(transcript: Transcript, scope: MemoScope): Promise<FoldRecord | undefined>
  /** Records what `foldRecordOf` tells of a result, before that is forwarded. The first record wins: the answer is what must be sent. */
  record(transcript: Transcript, scope: MemoScope, record: FoldRecord): Promise<FoldRecord>
}

const TWO_HOURS_MS = 7_200_000
/** A client adds a few messages per turn; further back no lookup pays. */
const MAX_LOOKUPS = 16

/** Makes a memo over a store. Rejects only where the store does; a lost entry is a new conversation. */
export function createFoldMemo(options: FoldMemoOptions): FoldMemo {
  const { store, secret, ttlMs = TWO_HOURS_MS } = options
  return {
    async recall(transcript, scope) {
      const keys = await prefixKeys(transcript, scope, secret)
      for (const key of keys.reverse().slice(0, MAX_LOOKUPS)) {
        const record = parseRecord(await store.get(key))
        if (record !== undefined) return record
      }
      return undefined
    },
    async record(transcript, scope, record) {
      const key = (await prefixKeys(transcript, scope, secret)).at(-1)
      if (key === undefined) return record
      if (await store.compareAndSet(key, undefined, JSON.stringify(record), ttlMs)) return record
      const first = await store.get(key)
      if (first !== undefined) await store.set(key, first, ttlMs)
      return parseRecord(first) ?? record
    },
  }
}

/**
 * What must be recorded of a result: the parts that a failure left verbatim now, and those that were recalled so.
 * @param recalled what the run was told of earlier turns
 */
export function foldRecordOf(
  { parts, failures }: PipelineResult,
  recalled: FoldRecord | undefined,
): FoldRecord {
  const failed = new Set(failures.map(({ partId }) => partId))
  const before = new Set(recalled?.verbatim)
  const verbatim = parts.flatMap(({ part, fidelity }, at) =>
    fidelity === 'verbatim' && (failed.has(part.id) || before.has(at)) ? [at] : [],
  )
  return { verbatim }
}

/** An entry of another shape (an older version, a foreign writer) counts as none. */
function parseRecord(value: string | undefined): FoldRecord | undefined {
  if (value === undefined) return undefined
  try {
    const { verbatim } = JSON.parse(value) as Partial<FoldRecord>
    return Array.isArray(verbatim) && verbatim.every(Number.isSafeInteger)
      ? { verbatim }
      : undefined
  } catch {
    return undefined
  }
}
