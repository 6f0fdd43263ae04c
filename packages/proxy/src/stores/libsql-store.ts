import { Buffer } from 'node:buffer'
import type { StateStore } from '@x/pipeline'
import type { SqliteDatabase } from './sqlite-database.ts'

/** Bounds and clock of a store in a database file. */
export interface LibsqlStoreOptions {
  /** Milliseconds since the epoch: several processes may share the file. @default Date.now */
  readonly now?: () => number
  /** Keys that are held; beyond it those that end soonest go. @default 1_000_000 */
  readonly maxEntries?: number
}

// Keys and values are blobs: as text, SQLite cuts them at the first NUL.
const SCHEMA = `
  create table if not exists pith_state (
    key blob primary key,
    value blob not null,
    expires_at integer not null
  ) without rowid;
  create index if not exists pith_state_expiry on pith_state (expires_at)`

/** Writes after which expired entries are swept and the bound is held. */
const SWEEP_EVERY = 256
const SWEEP_ROWS = 1024

/**
 * A state store in a SQLite database (see `openSqlite`): it outlives a restart, and processes on one machine may share
 * it. The caller owns the connection.
 * @throws {RangeError} for a bound that is no whole number above 0
 * @example
 * const store = createLibsqlStore(await openSqlite('/data/pith.db'))
 */
export function createLibsqlStore(
  database: SqliteDatabase,
  options: LibsqlStoreOptions = {},
): StateStore {
  const { now = Date.now, maxEntries = 1_000_000 } = options
  if (!Number.isSafeInteger(maxEntries) || maxEntries < 1) {
    throw new RangeError(`maxEntries is ${maxEntries}; use a whole number above 0`)
  }
  database.exec(SCHEMA)
  const statements = prepareStatements(database)
  let writes = 0

  function sweep(): void {
    writes += 1
    if (writes % SWEEP_EVERY !== 0) return
    statements.sweep.run(now(), SWEEP_ROWS)
    const { held } = statements.count.get() as { readonly held: number }
    if (held > maxEntries) statements.trim.run(held - maxEntries)
  }

  return {
    async get(key) {
      const row = statements.get.get(blob(key), now()) as { readonly value: Uint8Array } | undefined
      return row === undefined ? undefined : Buffer.from(row.value).toString('utf8')
    },
    async set(key, value, ttlMs) {
      statements.set.run(blob(key), blob(value), now() + ttlMs)
      sweep()
    },
    async compareAndSet(key, expected, value, ttlMs) {
      const at = now()
      const { changes } =
        expected === undefined
          ? statements.add.run(blob(key), blob(value), at + ttlMs, at)
          : statements.swap.run(blob(value), at + ttlMs, blob(key), blob(expected), at)
      sweep()
      return changes > 0
    },
    async delete(key) {
      // In a list: libsql takes a lone object for named parameters, and ends the process over a buffer.
      statements.remove.run([blob(key)])
    },
  }
}

// Inferred on purpose: a map of prepared statements.
function prepareStatements(database: SqliteDatabase) {
  const upsert = `insert into pith_state (key, value, expires_at) values (?, ?, ?)
    on conflict (key) do update set value = excluded.value, expires_at = excluded.expires_at`
  return {
    get: database.prepare('select value from pith_state where key = ? and expires_at > ?'),
    set: database.prepare(upsert),
    add: database.prepare(`${upsert} where pith_state.expires_at <= ?`),
    swap: database.prepare(
      'update pith_state set value = ?, expires_at = ? where key = ? and value = ? and expires_at > ?',
    ),
    remove: database.prepare('delete from pith_state where key = ?'),
    count: database.prepare('select count(*) as held from pith_state'),
    sweep: database.prepare(
      'delete from pith_state where key in (select key from pith_state where expires_at <= ? limit ?)',
    ),
    trim: database.prepare(
      'delete from pith_state where key in (select key from pith_state order by expires_at limit ?)',
    ),
  }
}

function blob(text: string): Buffer {
  return Buffer.from(text, 'utf8')
}
