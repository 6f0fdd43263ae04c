/**
 * Where what the fold cannot derive again is kept: a memo, never the truth. Keys are made by `memoKey`; values are text.
 * A driver may lose entries at any time; it must never answer with a value that was not written under that key.
 */
export interface StateStore {
  /** The live value of a key. Reading does not prolong its life. */
  get(key: string): Promise<string | undefined>
  /** Writes a value that lives `ttlMs` milliseconds from now. */
  set(key: string, value: string, ttlMs: number): Promise<void>
  /**
   * Writes only where the live value is `expected` (`undefined`: where there is none). Answers whether it wrote; of
   * several writers with the same expectation exactly one does.
   */
  compareAndSet(
    key: string,
    expected: string | undefined,
    value: string,
    ttlMs: number,
  ): Promise<boolean>
  /** Removes a key; no error without it. */
  delete(key: string): Promise<void>
}
