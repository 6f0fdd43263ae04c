import type { SqliteDatabase } from '../stores/sqlite-database.ts'

/** Version of the tables; another one in the file is refused. */
const VERSION = 1

const SCHEMA = `
  create table if not exists pith_requests (
    id text primary key,
    ended_at integer not null,
    route text not null,
    provider text not null,
    dialect text,
    model text,
    status integer not null,
    outcome text not null,
    failure text,
    compression text not null,
    reason text not null,
    fidelity text,
    is_approximate integer,
    is_demo integer not null,
    tokens_before integer,
    tokens_after integer,
    compression_ms real not null,
    input_tokens integer,
    cache_read_tokens integer,
    cache_write_tokens integer,
    output_tokens integer,
    price_rules text,
    price_paid real,
    price_saved real
  ) without rowid;
  create index if not exists pith_requests_ended_at on pith_requests (ended_at);
  create table if not exists pith_request_stages (
    request_id text not null references pith_requests (id) on delete cascade,
    stage text not null,
    tokens_before integer not null,
    tokens_after integer not null,
    skipped text,
    primary key (request_id, stage)
  ) without rowid;
  create table if not exists pith_request_fidelities (
    request_id text not null references pith_requests (id) on delete cascade,
    fidelity text not null,
    tokens_before integer not null,
    tokens_after integer not null,
    primary key (request_id, fidelity)
  ) without rowid;
  create table if not exists pith_request_regions (
    request_id text not null references pith_requests (id) on delete cascade,
    region text not null,
    tokens integer not null,
    tokens_saved real not null,
    multiplier real not null,
    primary key (request_id, region)
  ) without rowid`

/**
 * Makes the ledger's tables where they are not.
 * @throws {Error} where the file holds the tables of another version
 */
export function createLedgerTables(database: SqliteDatabase): void {
  database.exec('pragma foreign_keys = on')
  database.exec('create table if not exists pith_ledger (version integer not null)')
  const row = database.prepare('select version from pith_ledger').get() as
    | { readonly version: number }
    | undefined
  if (row !== undefined && row.version !== VERSION) {
    throw new Error(
      `the ledger has tables of version ${row.version}, this build writes version ${VERSION}: give it a file of its own`,
    )
  }
  if (row === undefined) database.exec(`insert into pith_ledger values (${VERSION})`)
  database.exec(SCHEMA)
}
