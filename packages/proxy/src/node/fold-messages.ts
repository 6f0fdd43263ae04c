import type {
  Compression,
  CompressionJob,
  DocumentCompression,
  DocumentJob,
} from '../compression/compressor.ts'

/** What a thread is born with. */
export interface FoldThreadData {
  readonly secret: Uint8Array | undefined
  readonly ttlMs: number | undefined
  /** Whether the pool has a store; the thread reaches it by messages. */
  readonly hasStore: boolean
}

/** One call of the store, by a thread. */
export interface StoreCall {
  readonly operation: 'get' | 'set' | 'compareAndSet' | 'delete'
  readonly input: readonly (string | number | undefined)[]
}

/** From the pool to a thread. */
export type ToThread =
  | { readonly kind: 'compress'; readonly id: number; readonly job: CompressionJob }
  | { readonly kind: 'document'; readonly id: number; readonly job: DocumentJob }
  | {
      readonly kind: 'original'
      readonly id: number
      readonly tenant: string
      readonly key: string
    }
  | { readonly kind: 'stored'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'store-lost'; readonly id: number }

/** From a thread to the pool. A body that nothing changed stays where it is. */
export type FromThread =
  | {
      readonly kind: 'done'
      readonly id: number
      readonly result:
        | Omit<Compression, 'body'>
        | DocumentCompression
        | { readonly original?: string }
      readonly body?: Uint8Array
    }
  | { readonly kind: 'failed'; readonly id: number; readonly message: string }
  | { readonly kind: 'store'; readonly id: number; readonly call: StoreCall }
