import { sha256Hex } from '../sha256.ts'
import type { StoreState } from './state.ts'
import type { BlockEntry, StoreIndex } from './store-index.ts'

/** What a store holds and what it takes. */
export interface StoreStats {
  /** Lists of messages. */
  readonly snapshots: number
  /** Messages over all lists, and those that differ. */
  readonly messages: number
  readonly uniqueMessages: number
  /** Bytes (UTF-8) of the messages of all lists. */
  readonly originalBytes: number
  /** Bytes of all records, of them those that the next compaction gives back. */
  readonly storedBytes: number
  readonly deadBytes: number
  /** originalBytes / storedBytes, LoPace's metric. */
  readonly compressionRatio: number
}

/** What {@link verifyStore} found. */
export interface StoreCheck {
  readonly messages: number
  readonly snapshots: number
  /** One sentence for each damaged block; empty for a whole store. */
  readonly faults: readonly string[]
}

/** Counts, from the index alone. */
export function statsOf(index: StoreIndex): StoreStats {
  const bytesOf: number[] = []
  let messages = 0
  let originalBytes = 0
  for (const { base, added, length } of index.snapshots) {
    const own = added.reduce((sum, number) => sum + index.messages[number]!.length, 0)
    const bytes = own + (base === 0 ? 0 : (bytesOf[base - 1] as number))
    bytesOf.push(bytes)
    originalBytes += bytes
    messages += length
  }
  return {
    snapshots: index.snapshots.length,
    messages,
    uniqueMessages: index.messages.length,
    originalBytes,
    storedBytes: index.recordBytes,
    deadBytes: index.deadBytes,
    compressionRatio: originalBytes / Math.max(1, index.recordBytes),
  }
}

/** Opens every block and compares every message with its hash. */
export async function verifyStore(state: StoreState): Promise<StoreCheck> {
  const faults: string[] = []
  for (const block of state.index.blocks) {
    const fault = await faultOf(state, block)
    if (fault !== undefined) faults.push(fault)
  }
  const { messages, snapshots } = state.index
  return { messages: messages.length, snapshots: snapshots.length, faults }
}

async function faultOf(state: StoreState, block: BlockEntry): Promise<string | undefined> {
  const where = `messages ${block.first} to ${block.first + block.count - 1}`
  try {
    const content = await state.readBlock(block.position)
    for (let slot = 0; slot < block.count; slot++) {
      const { offset, length, hash } = state.index.messages[block.first + slot]!
      const found = await sha256Hex(content.subarray(offset, offset + length))
      if (!found.startsWith(hash)) return `message ${block.first + slot} differs from its hash`
    }
    return undefined
  } catch (error) {
    return `${where} do not open: ${(error as Error).message}`
  }
}
