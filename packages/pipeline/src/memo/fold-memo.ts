import type { PipelineResult } from '../pipeline-result.ts'
import type { RenderedPart } from '../rendered-part.ts'
import type { StateStore } from '../store/state-store.ts'
import type { Transcript } from '../transcript.ts'
import { type MemoScope, prefixKeys } from './prefix-keys.ts'

/**
 * What the fold cannot derive again about a conversation: which parts left verbatim because a stage failed, and of which
 * nothing was dropped because the keep stage did. Whoever folds the conversation next must leave them so too.
 */
export interface FoldRecord {
  /** Indexes of the parts that stay verbatim for ever, ascending. */
  readonly verbatim: readonly number[]
  /** Indexes of the parts of which nothing is ever dropped, ascending; absent without any. */
  readonly whole?: readonly number[]
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
  const idsOf = (isLoss: boolean): ReadonlySet<string> =>
    new Set(failures.filter((one) => (one.isLoss ?? false) === isLoss).map(({ partId }) => partId))
  const failed = idsOf(false)
  const kept = idsOf(true)
  const stays = (at: number, list: readonly number[] = []): boolean => list.includes(at)
  const indexes = (holds: (part: RenderedPart, at: number) => boolean): number[] =>
    parts.flatMap((part, at) => (holds(part, at) ? [at] : []))
  const verbatim = indexes(
    ({ part, fidelity }, at) =>
      fidelity === 'verbatim' && (failed.has(part.id) || stays(at, recalled?.verbatim)),
  )
  const whole = indexes(
    ({ part, fidelity }, at) =>
      fidelity !== 'lossy' && (kept.has(part.id) || stays(at, recalled?.whole)),
  )
  return whole.length === 0 ? { verbatim } : { verbatim, whole }
}

/** An entry of another shape (an older version, a foreign writer) counts as none. */
function parseRecord(value: string | undefined): FoldRecord | undefined {
  if (value === undefined) return undefined
  try {
    const { verbatim, whole } = JSON.parse(value) as Partial<FoldRecord>
    if (!isIndexList(verbatim) || !(whole === undefined || isIndexList(whole))) return undefined
    return whole === undefined ? { verbatim } : { verbatim, whole }
  } catch {
    return undefined
  }
}

function isIndexList(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every(Number.isSafeInteger)
}
