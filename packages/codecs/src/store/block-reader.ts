import type { Codecs } from '../codecs.ts'
import { StoreError } from '../errors.ts'
import type { StoreDriver } from './driver.ts'
import { decodeRecord } from './records.ts'
import type { StoreIndex } from './store-index.ts'

/** Opened blocks kept at a time; a block is some 64 KB. */
const MAX_OPEN_BLOCKS = 32

/** Reads messages through a small cache of opened blocks. */
export interface BlockReader {
  readMessage(number: number): Promise<Uint8Array>
  /** The messages of the record at a position, one behind the other. */
  readBlock(position: number): Promise<Uint8Array>
}

/** A reader over the log of a driver. */
export function createBlockReader(
  driver: StoreDriver,
  codecs: Codecs,
  index: StoreIndex,
): BlockReader {
  const open = new Map<string, Promise<Uint8Array>>()
  const readBlock = (position: number): Promise<Uint8Array> => {
    // A rewrite of the log gives positions anew: its generation is part of the key.
    const key = `${index.generation}:${position}`
    const content = open.get(key) ?? openBlock(driver, codecs, position)
    open.delete(key)
    open.set(key, content)
    if (open.size > MAX_OPEN_BLOCKS) open.delete(open.keys().next().value as string)
    return content
  }
  return {
    readBlock,
    readMessage: async (number) => {
      const { block, offset, length } = index.messages[number]!
      const content = await readBlock(block.position)
      return content.subarray(offset, offset + length)
    },
  }
}

async function openBlock(
  driver: StoreDriver,
  codecs: Codecs,
  position: number,
): Promise<Uint8Array> {
  const { block } = decodeRecord(await driver.read(position))
  if (block === undefined) throw new StoreError(position, 'the record holds no messages')
  const length = block.lengths.reduce((sum, bytes) => sum + bytes, 0)
  const content = await codecs.open(block.container, { maxBytes: length })
  if (typeof content !== 'string' && content.length === length) return content
  throw new StoreError(position, 'the block does not hold what its record says')
}
