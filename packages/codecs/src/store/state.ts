import type { Codecs, SealOptions } from '../codecs.ts'
import type { StoreDriver } from './driver.ts'
import type { StoreIndex } from './store-index.ts'

/** What the parts of a store share. */
export interface StoreState {
  readonly driver: StoreDriver
  readonly codecs: Codecs
  readonly index: StoreIndex
  readonly readMessage: (number: number) => Promise<Uint8Array>
  readonly readBlock: (position: number) => Promise<Uint8Array>
  /** For what is loose and soon packed, and for what stays. */
  readonly looseSeal: SealOptions
  readonly packedSeal: SealOptions
  readonly isSearchable: boolean
}
