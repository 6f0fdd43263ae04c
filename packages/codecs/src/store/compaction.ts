import { createTrigramFilter } from '../trigram-filter.ts'
import { joinBytes } from './join-bytes.ts'
import { encodeRecord, type MessageBlock, type StoreRecord } from './records.ts'
import type { StoreState } from './state.ts'

/** Content of a packed block: enough for a codec to learn from, little enough to open for one message. */
export const BLOCK_BYTES: number = 64 * 1024
/** Packed blocks below this are packed again with what came after them. */
const MIN_BLOCK_BYTES = BLOCK_BYTES / 2

/** Number of the first message that is not in a full packed block. */
function firstLoose({ index }: StoreState, isFinal: boolean): number {
  let first = index.messages.length
  for (const block of [...index.blocks].sort((left, right) => right.first - left.first)) {
    const isFull = block.isPacked && (!isFinal || block.contentBytes >= MIN_BLOCK_BYTES)
    if (isFull) break
    first = block.first
  }
  return first
}

/** Packs the loose messages, full blocks only unless `isFinal`. */
export async function packLoose(
  state: StoreState,
  isFinal: boolean,
  append: (record: StoreRecord) => Promise<void>,
): Promise<void> {
  const end = state.index.messages.length
  let first = firstLoose(state, isFinal)
  while (first < end) {
    const next = endOfBlock(state, first)
    if (next === end && !isFinal && contentBytes(state, first, next) < BLOCK_BYTES) return
    const block = await packBlock(state, first, next)
    await append({ dictionary: undefined, block, snapshots: [] })
    first = next
  }
}

/** Writes the log anew without what was replaced, and reads it into the index. */
export async function rewrite(state: StoreState): Promise<void> {
  const { driver, index } = state
  const sizes: number[] = []
  const blocks = [...index.blocks].sort((left, right) => left.first - right.first)
  async function* records(): AsyncIterable<Uint8Array> {
    const head = encodeRecord({ dictionary: index.dictionary, block: undefined, snapshots: [] })
    sizes.push(head.length)
    yield head
    for (const { position } of blocks) {
      const bytes = await driver.read(position)
      sizes.push(bytes.length)
      yield bytes
    }
    const tail = encodeRecord({
      dictionary: undefined,
      block: undefined,
      snapshots: index.snapshots,
    })
    sizes.push(tail.length)
    yield tail
  }
  const positions = await driver.write(records(), 'replace')
  for (const [slot, block] of blocks.entries()) block.position = positions[slot + 1] as number
  index.recordBytes = sizes.reduce((sum, size) => sum + size, 0)
  index.deadBytes = 0
  index.generation++
}

function endOfBlock({ index }: StoreState, first: number): number {
  let bytes = 0
  let end = first
  while (end < index.messages.length && bytes < BLOCK_BYTES) bytes += index.messages[end++]!.length
  return end
}

function contentBytes({ index }: StoreState, first: number, end: number): number {
  return index.messages.slice(first, end).reduce((sum, { length }) => sum + length, 0)
}

async function packBlock(state: StoreState, first: number, end: number): Promise<MessageBlock> {
  const parts: Uint8Array[] = []
  for (let number = first; number < end; number++) parts.push(await state.readMessage(number))
  const content = joinBytes(parts)
  return {
    first,
    hashes: state.index.messages.slice(first, end).map(({ hash }) => hash),
    lengths: parts.map((part) => part.length),
    filter: state.isSearchable ? createTrigramFilter(content) : new Uint8Array(),
    container: await state.codecs.seal(content, state.packedSeal),
  }
}
