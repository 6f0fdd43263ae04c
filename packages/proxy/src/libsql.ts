export { createLibsqlStore, type LibsqlStoreOptions } from './stores/libsql-store.ts'
export { openSqlite, type SqliteDatabase, type SqliteStatement } from './stores/sqlite-database.ts'
