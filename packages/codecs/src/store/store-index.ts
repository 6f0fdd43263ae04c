import { StoreError } from '../errors.ts'
import { sha256Hex } from '../sha256.ts'
import type { MessageBlock, SnapshotDelta, StoreRecord } from './records.ts'

/** A block of messages in the log. */
export interface BlockEntry {
  position: number
  readonly first: number
  readonly count: number
  readonly contentBytes: number
  readonly storedBytes: number
  readonly filter: Uint8Array
  /** Packed blocks stand until they are rewritten; the others are the tail that one `put` wrote. */
  readonly isPacked: boolean
}

/** One message: where it is and how it is recognised. */
export interface MessageEntry {
  block: BlockEntry
  readonly offset: number
  readonly length: number
  /** First 16 hex digits of its SHA-256. */
  readonly hash: string
  /** All 64, once the message was seen in this process. */
  fullHash: string | undefined
}

/** One list of messages. */
export interface SnapshotEntry extends SnapshotDelta {
  readonly id: string
  readonly length: number
}

/** What the log says, in memory: some 100 bytes a message and a snapshot. */
export interface StoreIndex {
  dictionary: number | undefined
  readonly messages: MessageEntry[]
  readonly byHash: Map<string, number[]>
  readonly snapshots: SnapshotEntry[]
  readonly byId: Map<string, number>
  blocks: BlockEntry[]
  /** Bytes of records, and those of them that later records replaced. */
  recordBytes: number
  deadBytes: number
  /** Counts rewrites: positions of an older one mean nothing. */
  generation: number
}

/** The id of the empty list. */
export const EMPTY_ID: string = '0'.repeat(32)

/** An index of nothing. */
export function createStoreIndex(): StoreIndex {
  return {
    dictionary: undefined,
    messages: [],
    byHash: new Map(),
    snapshots: [],
    byId: new Map(),
    blocks: [],
    recordBytes: 0,
    deadBytes: 0,
    generation: 0,
  }
}

/**
 * Adds one record of the log to the index.
 * @throws {StoreError} where the record does not follow from those before it
 */
export async function applyRecord(
  index: StoreIndex,
  record: StoreRecord,
  position: number,
  recordBytes: number,
): Promise<void> {
  index.recordBytes += recordBytes
  index.dictionary ??= record.dictionary
  if (record.block !== undefined)
    applyBlock(index, record.block, position, record.snapshots.length === 0)
  for (const snapshot of record.snapshots) await applySnapshot(index, snapshot, position)
}

/** Id of a list that goes on: chained, so that every beginning of a list has an id of its own. */
export async function nextId(id: string, hash: string): Promise<string> {
  return (await sha256Hex(new TextEncoder().encode(id + hash))).slice(0, 32)
}

/** Message numbers of a snapshot, those of its base first. */
export function messagesOf(index: StoreIndex, snapshot: SnapshotEntry): number[] {
  const parts: (readonly number[])[] = []
  for (let entry: SnapshotEntry | undefined = snapshot; entry !== undefined; ) {
    parts.push(entry.added)
    entry = entry.base === 0 ? undefined : index.snapshots[entry.base - 1]
  }
  return parts.reverse().flat()
}

function applyBlock(
  index: StoreIndex,
  block: MessageBlock,
  position: number,
  isPacked: boolean,
): void {
  if (block.first > index.messages.length) {
    throw new StoreError(position, 'messages are missing before this record; the log was spliced')
  }
  const entry: BlockEntry = {
    position,
    first: block.first,
    count: block.hashes.length,
    contentBytes: block.lengths.reduce((sum, length) => sum + length, 0),
    storedBytes: block.container.length + block.filter.length,
    filter: block.filter,
    isPacked,
  }
  replaceBlocks(index, entry)
  let offset = 0
  for (const [slot, length] of block.lengths.entries()) {
    const hash = block.hashes[slot] as string
    placeMessage(index, entry, { slot, offset, length, hash })
    offset += length
  }
}

/** What the new block holds again is dead where it stood. */
function replaceBlocks(index: StoreIndex, entry: BlockEntry): void {
  const end = entry.first + entry.count
  const isInside = (block: BlockEntry): boolean =>
    block.first >= entry.first && block.first + block.count <= end
  for (const block of index.blocks) if (isInside(block)) index.deadBytes += block.storedBytes
  index.blocks = [...index.blocks.filter((block) => !isInside(block)), entry]
}

function placeMessage(
  index: StoreIndex,
  block: BlockEntry,
  { slot, offset, length, hash }: { slot: number; offset: number; length: number; hash: string },
): void {
  const number = block.first + slot
  const known = index.messages[number]
  index.messages[number] = { block, offset, length, hash, fullHash: known?.fullHash }
  if (known !== undefined) return
  const alike = index.byHash.get(hash)
  if (alike === undefined) index.byHash.set(hash, [number])
  else alike.push(number)
}

async function applySnapshot(
  index: StoreIndex,
  { base, added }: SnapshotDelta,
  position: number,
): Promise<void> {
  const before = base === 0 ? undefined : index.snapshots[base - 1]
  if (base !== 0 && before === undefined) {
    throw new StoreError(position, 'a snapshot goes on from one that is not there')
  }
  let id = before?.id ?? EMPTY_ID
  for (const message of added) {
    const entry = index.messages[message]
    if (entry === undefined) throw new StoreError(position, `message ${message} is not there`)
    id = await nextId(id, entry.hash)
  }
  const number = index.snapshots.length
  index.snapshots.push({ base, added, id, length: (before?.length ?? 0) + added.length })
  index.byId.set(id, number)
}
