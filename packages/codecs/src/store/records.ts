import { ContainerError } from '../errors.ts'
import { bytesOfHex, hexOfBytes } from '../hex.ts'
import { readVarint, varintBytes } from '../varint.ts'

/** Messages that are stored together, and where each stands in the opened container. */
export interface MessageBlock {
  /** Number of the first message; numbers follow the order of first appearance. */
  readonly first: number
  /** First eight bytes of the SHA-256 of each message, as 16 hex digits. */
  readonly hashes: readonly string[]
  readonly lengths: readonly number[]
  /** Byte-trigram filter over the messages; empty where the store keeps none. */
  readonly filter: Uint8Array
  /** The messages one behind the other, sealed. */
  readonly container: Uint8Array
}

/** A list of messages, told as what it adds to an earlier list. */
export interface SnapshotDelta {
  /** Number of the snapshot that it begins with, plus one; 0 for none. */
  readonly base: number
  readonly added: readonly number[]
}

/** One record of the log. */
export interface StoreRecord {
  /** Dictionary of the store; written once, in the first record. */
  readonly dictionary: number | undefined
  /** Replaces what earlier records hold of the same message numbers. */
  readonly block: MessageBlock | undefined
  readonly snapshots: readonly SnapshotDelta[]
}

const HASH_BYTES = 8
const HAS_DICTIONARY = 1
const HAS_BLOCK = 2

/** One record as bytes: flags, then the dictionary id, the snapshots and the block, each where it is there. */
export function encodeRecord(record: StoreRecord): Uint8Array {
  const { dictionary, block, snapshots } = record
  const flags =
    (dictionary === undefined ? 0 : HAS_DICTIONARY) | (block === undefined ? 0 : HAS_BLOCK)
  const head = [flags]
  if (dictionary !== undefined) head.push(...varintBytes(dictionary))
  head.push(...varintBytes(snapshots.length))
  for (const snapshot of snapshots) head.push(...snapshotBytes(snapshot))
  return block === undefined ? Uint8Array.from(head) : withBlock(head, block)
}

/**
 * Undoes {@link encodeRecord}.
 * @throws {ContainerError} for bytes that are no record
 */
export function decodeRecord(bytes: Uint8Array): StoreRecord {
  const reader = createReader(bytes)
  const flags = reader.varint()
  const dictionary = (flags & HAS_DICTIONARY) === 0 ? undefined : reader.varint()
  const snapshots: SnapshotDelta[] = []
  for (let count = reader.varint(); count > 0; count--) snapshots.push(readSnapshot(reader))
  const block = (flags & HAS_BLOCK) === 0 ? undefined : readBlock(reader)
  return { dictionary, block, snapshots }
}

function snapshotBytes({ base, added }: SnapshotDelta): number[] {
  const bytes = [...varintBytes(base), ...varintBytes(added.length)]
  // Most lists add messages that follow each other: steps are small where numbers are not.
  let previous = 0
  for (const message of added) {
    bytes.push(...varintBytes(zigzag(message - previous)))
    previous = message
  }
  return bytes
}

function readSnapshot(reader: Reader): SnapshotDelta {
  const base = reader.varint()
  const added: number[] = []
  let previous = 0
  for (let count = reader.varint(); count > 0; count--) {
    previous += unzigzag(reader.varint())
    added.push(previous)
  }
  return { base, added }
}

function withBlock(head: number[], block: MessageBlock): Uint8Array {
  head.push(...varintBytes(block.first), ...varintBytes(block.hashes.length))
  for (const length of block.lengths) head.push(...varintBytes(length))
  head.push(...varintBytes(block.filter.length))
  const hashes = bytesOfHex(block.hashes.join(''))
  const parts = [Uint8Array.from(head), hashes, block.filter, block.container]
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let offset = 0
  for (const part of parts) {
    bytes.set(part, offset)
    offset += part.length
  }
  return bytes
}

function readBlock(reader: Reader): MessageBlock {
  const first = reader.varint()
  const count = reader.varint()
  const lengths = Array.from(reader.counted(count), () => reader.varint())
  const filterLength = reader.varint()
  const hashes = Array.from(reader.counted(count), () => hexOfBytes(reader.bytes(HASH_BYTES)))
  const filter = reader.bytes(filterLength)
  return { first, lengths, hashes, filter, container: reader.rest() }
}

interface Reader {
  varint(): number
  bytes(length: number): Uint8Array
  rest(): Uint8Array
  /** As many slots, after a look whether that many items can stand in what is left. */
  counted(count: number): ArrayLike<undefined>
}

function createReader(bytes: Uint8Array): Reader {
  let offset = 0
  const need = (length: number): void => {
    if (offset + length <= bytes.length) return
    throw new ContainerError('truncated', offset, 'a record of the store ends too early')
  }
  return {
    varint() {
      const { value, end } = readVarint(bytes, offset)
      offset = end
      return value
    },
    bytes(length) {
      need(length)
      offset += length
      return bytes.subarray(offset - length, offset)
    },
    rest: () => bytes.subarray(offset),
    counted(count) {
      need(count)
      return { length: count }
    },
  }
}

function zigzag(value: number): number {
  return value < 0 ? -2 * value - 1 : 2 * value
}

function unzigzag(value: number): number {
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2
}
