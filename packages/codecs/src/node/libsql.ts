import { Buffer } from 'node:buffer'
import type { StoreDriver } from '../store/driver.ts'

/** What is used of a `Database` of libsql or better-sqlite3: both fit. */
export interface SqliteDatabase {
  exec(sql: string): unknown
  prepare(sql: string): SqliteStatement
}

/** One prepared statement. */
export interface SqliteStatement {
  run(...values: unknown[]): unknown
  get(...values: unknown[]): unknown
  all(...values: unknown[]): unknown[]
}

interface Row {
  readonly position: number
  readonly bytes: ArrayBuffer | Uint8Array
}

const SCHEMA = `
  create table if not exists pith_records (
    store text not null,
    position integer not null,
    bytes blob not null,
    primary key (store, position)
  ) without rowid`

/** Records read at a time: a scan holds no more of a large store. */
const PAGE_ROWS = 64

/**
 * A store in a table of a SQLite database (libsql, better-sqlite3), one of many by name. The driver turns WAL on and
 * synchronises every commit; the caller owns the connection.
 * @example
 * const store = await openStore(createLibsqlDriver(new Database('chats.db'), 'tenant-7'))
 */
export function createLibsqlDriver(database: SqliteDatabase, store: string): StoreDriver {
  database.exec('pragma journal_mode = wal')
  database.exec('pragma synchronous = full')
  database.exec(SCHEMA)
  const page = database.prepare(
    'select position, bytes from pith_records where store = ? and position >= ? order by position limit ?',
  )
  const one = database.prepare('select bytes from pith_records where store = ? and position = ?')
  const insert = database.prepare('insert into pith_records values (?, ?, ?)')
  const clear = database.prepare('delete from pith_records where store = ?')
  const last = database.prepare(
    'select coalesce(max(position), -1) as position from pith_records where store = ?',
  )
  return {
    async *scan() {
      for (let next = 0; ; ) {
        const rows = page.all(store, next, PAGE_ROWS) as Row[]
        for (const { position, bytes } of rows) yield { position, bytes: plain(bytes) }
        if (rows.length < PAGE_ROWS) return
        next = (rows.at(-1) as Row).position + 1
      }
    },
    read: async (position) => plain((one.get(store, position) as Row).bytes),
    write: async (records, mode) => {
      const pending: Uint8Array[] = []
      for await (const record of records) pending.push(record)
      const first = mode === 'replace' ? 0 : (last.get(store) as Row).position + 1
      inTransaction(database, () => {
        if (mode === 'replace') clear.run(store)
        for (const [index, record] of pending.entries())
          insert.run(store, first + index, blobOf(record))
      })
      return pending.map((_, index) => first + index)
    },
    close: async () => undefined,
  }
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

/** libsql 0.5 takes nothing but a Buffer as a blob: a plain Uint8Array is stored as something else or stops the process. */
function blobOf({ buffer, byteOffset, length }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, length)
}

/** libsql gives an ArrayBuffer from `all` and a Buffer from `get`. */
function plain(blob: ArrayBuffer | Uint8Array): Uint8Array {
  if (blob instanceof ArrayBuffer) return new Uint8Array(blob)
  return new Uint8Array(blob.buffer, blob.byteOffset, blob.length)
}
