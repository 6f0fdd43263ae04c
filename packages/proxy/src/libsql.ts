export {
  createLibsqlLedger,
  type Ledger,
  type LedgerOptions,
  type LedgerSummary,
} from './ledger/libsql-ledger.ts'
export { createLibsqlStore, type LibsqlStoreOptions } from './stores/libsql-store.ts'
export { openSqlite, type SqliteDatabase, type SqliteStatement } from './stores/sqlite-database.ts'
