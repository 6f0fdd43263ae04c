import { sha256Hex } from './sha256.ts'

/** Shared content that a dictionary codec or a prior codec starts from, named by its content. */
export interface Dictionary {
  /** First four bytes of the SHA-256 of `bytes`, unsigned, big-endian. */
  readonly id: number
  readonly bytes: Uint8Array
}

/** Names a dictionary by its content. */
export async function createDictionary(bytes: Uint8Array): Promise<Dictionary> {
  return { id: Number.parseInt((await sha256Hex(bytes)).slice(0, 8), 16), bytes }
}
