import type { Receipt } from '../receipt.ts'
import type { SqliteDatabase } from '../stores/sqlite-database.ts'
import { createLedgerTables } from './ledger-schema.ts'

/** How often a ledger writes, how much it holds and how long it keeps. */
export interface LedgerOptions {
  /** Milliseconds since the epoch. @default Date.now */
  readonly now?: () => number
  /** Milliseconds that a receipt waits for others, to be written with them. @default 250 */
  readonly flushMs?: number
  /** Receipts that wait at most; beyond it new ones are dropped and counted. @default 10_000 */
  readonly maxPending?: number
  /** Days after which a request is forgotten; 0 keeps all. @default 90 */
  readonly retentionDays?: number
  /** Told where a batch could not be written; it is tried again. */
  readonly onError?: (error: unknown) => void
}

/** The sum of what a ledger holds. */
export interface LedgerSummary {
  readonly requests: number
  /** Exact tokens as they came, and as they were sent. */
  readonly tokensBefore: number
  readonly tokensAfter: number
  /** Requests whose upstream told its usage: only these are priced. */
  readonly pricedRequests: number
  /** Where an uncached input token costs 1. */
  readonly pricePaid: number
  readonly priceSaved: number
}

/** Every request, in a database: tokens by stage, fidelity and cache region, and what they cost. Never content. */
export interface Ledger {
  /** Takes a receipt; it is written within `flushMs`. */
  record(receipt: Receipt): void
  /** Writes what waits, now. */
  flush(): void
  /** Receipts that were dropped because too many waited. */
  dropped(): number
  /** The sum of all requests that ended at `since` (milliseconds since the epoch) or later. */
  summarize(since?: number): LedgerSummary
  /** Writes what waits and takes nothing more. The connection stays open: it is the caller's. */
  close(): void
}

interface Entry {
  readonly receipt: Receipt
  readonly endedAt: number
}

const DAY_MS = 86_400_000
const SWEEP_MS = 3_600_000

/**
 * Opens the ledger in a database (see `openSqlite`). Receipts are written in batches, one transaction each: a request
 * never waits for the disk.
 * @throws {Error} where the file holds a ledger of another version
 */
export function createLibsqlLedger(database: SqliteDatabase, options: LedgerOptions = {}): Ledger {
  const { now = Date.now, flushMs = 250, maxPending = 10_000, retentionDays = 90 } = options
  const { onError = () => undefined } = options
  createLedgerTables(database)
  const write = createWriter(database)
  const sum = database.prepare(SUMMARY)
  const sweep = database.prepare('delete from pith_requests where ended_at < ?')
  let pending: Entry[] = []
  let timer: ReturnType<typeof setTimeout> | undefined
  let dropped = 0
  let sweptAt = Number.NEGATIVE_INFINITY
  let isClosed = false

  function flush(): void {
    clearTimeout(timer)
    timer = undefined
    if (pending.length === 0) return
    try {
      inTransaction(database, () => {
        for (const entry of pending) write(entry)
        if (retentionDays === 0 || now() < sweptAt + SWEEP_MS) return
        sweep.run(now() - retentionDays * DAY_MS)
        sweptAt = now()
      })
      pending = []
    } catch (error) {
      onError(error)
      if (!isClosed) schedule()
    }
  }

  function schedule(): void {
    timer ??= setTimeout(flush, flushMs)
    // Work that waits must not keep a process alive that wants to end: closing writes it.
    ;(timer as { unref?: () => void }).unref?.()
  }

  return {
    record(receipt) {
      if (isClosed || pending.length >= maxPending) {
        dropped += 1
        return
      }
      pending.push({ receipt, endedAt: now() })
      schedule()
    },
    flush,
    dropped: () => dropped,
    summarize: (since = 0) => toSummary(sum.get(since) as LedgerSummary),
    close() {
      isClosed = true
      flush()
    },
  }
}

const SUMMARY = `
  select count(*) as requests,
    coalesce(sum(tokens_before), 0) as tokensBefore,
    coalesce(sum(tokens_after), 0) as tokensAfter,
    count(price_paid) as pricedRequests,
    coalesce(sum(price_paid), 0.0) as pricePaid,
    coalesce(sum(price_saved), 0.0) as priceSaved
  from pith_requests where ended_at >= ?`

/** libsql puts a field of its own beside the columns. */
function toSummary(row: LedgerSummary): LedgerSummary {
  const { requests, tokensBefore, tokensAfter, pricedRequests, pricePaid, priceSaved } = row
  return { requests, tokensBefore, tokensAfter, pricedRequests, pricePaid, priceSaved }
}

function createWriter(database: SqliteDatabase): (entry: Entry) => void {
  const insert = (table: string, columns: number): ReturnType<SqliteDatabase['prepare']> =>
    database.prepare(
      `insert or replace into ${table} values (${Array(columns).fill('?').join(', ')})`,
    )
  const requests = insert('pith_requests', 24)
  const stages = insert('pith_request_stages', 5)
  const fidelities = insert('pith_request_fidelities', 4)
  const regions = insert('pith_request_regions', 5)
  return ({ receipt, endedAt }) => {
    const { requestId } = receipt
    requests.run(...requestColumns(receipt, endedAt))
    for (const { name, tokensBefore, tokensAfter, skipped } of receipt.stages) {
      stages.run(requestId, name, tokensBefore, tokensAfter, skipped ?? null)
    }
    for (const { fidelity, tokensBefore, tokensAfter } of receipt.fidelities ?? []) {
      fidelities.run(requestId, fidelity, tokensBefore, tokensAfter)
    }
    for (const { region, tokens, tokensSaved, multiplier } of receipt.price?.regions ?? []) {
      regions.run(requestId, region, tokens, tokensSaved, multiplier)
    }
  }
}

function requestColumns(receipt: Receipt, endedAt: number): readonly (string | number | null)[] {
  const { usage, price } = receipt
  return [
    receipt.requestId,
    endedAt,
    receipt.route,
    receipt.provider,
    receipt.dialect ?? null,
    receipt.model ?? null,
    receipt.status,
    receipt.outcome,
    receipt.failure ?? null,
    receipt.compression,
    receipt.reason,
    receipt.fidelity ?? null,
    receipt.approximate === undefined ? null : Number(receipt.approximate),
    Number(receipt.isDemo),
    receipt.tokensBefore ?? null,
    receipt.tokensAfter ?? null,
    receipt.compressionMs,
    usage?.inputTokens ?? null,
    usage?.cacheReadTokens ?? null,
    usage?.cacheWriteTokens ?? null,
    usage?.outputTokens ?? null,
    price?.rules ?? null,
    price?.paid ?? null,
    price?.saved ?? null,
  ]
}

function inTransaction(database: SqliteDatabase, work: () => void): void {
  database.exec('begin immediate')
  try {
    work()
    database.exec('commit')
  } catch (error) {
    database.exec('rollback')
    throw error
  }
}
