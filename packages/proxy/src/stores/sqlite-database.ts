/** What is used of a synchronous SQLite database: libsql and better-sqlite3 both fit. */
export interface SqliteDatabase {
  exec(sql: string): unknown
  prepare(sql: string): SqliteStatement
  close(): unknown
}

/** One prepared statement. */
export interface SqliteStatement {
  run(...values: unknown[]): { readonly changes: number }
  get(...values: unknown[]): unknown
  all(...values: unknown[]): unknown[]
}

/** How long a writer waits for another process's write, in milliseconds. */
const BUSY_MS = 2000

/**
 * Opens a database file with libsql, which is loaded on the first call, in WAL mode: readers and one writer do not wait
 * for each other. A crash of the machine may lose the last writes, never the file.
 * @throws {Error} where the file cannot be opened or libsql is not installed
 */
export async function openSqlite(file: string): Promise<SqliteDatabase> {
  const { default: Database } = await import('libsql')
  const database = new Database(file) as unknown as SqliteDatabase
  database.exec(`pragma busy_timeout = ${BUSY_MS}`)
  database.exec('pragma journal_mode = wal')
  database.exec('pragma synchronous = normal')
  return database
}
