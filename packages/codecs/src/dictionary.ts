/** Shared content that a dictionary codec or a prior codec starts from, named by its content. */
export interface Dictionary {
  /** First four bytes of the SHA-256 of `bytes`, unsigned, big-endian. */
  readonly id: number
  readonly bytes: Uint8Array
}
