/** A record as it stands in a log. */
export interface StoredRecord {
  /** Where {@link StoreDriver.read} finds it again. */
  readonly position: number
  readonly bytes: Uint8Array
}

/**
 * A durable log of records. A record is whole or absent: what a crash cut off is dropped when the log is opened, and
 * damage anywhere else is an error.
 */
export interface StoreDriver {
  /** All records in order; called once, first. */
  scan(): AsyncIterable<StoredRecord>
  /** One record again. */
  read(position: number): Promise<Uint8Array>
  /**
   * Appends the records, or puts them in the place of all that are there; durable when the promise resolves.
   * @returns their positions
   */
  write(
    records: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
    mode: 'append' | 'replace',
  ): Promise<readonly number[]>
  close(): Promise<void>
}
