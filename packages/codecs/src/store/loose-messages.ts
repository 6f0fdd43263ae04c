import { sha256Hex } from '../sha256.ts'
import { joinBytes } from './join-bytes.ts'
import type { MessageBlock } from './records.ts'
import type { StoreState } from './state.ts'

/** The messages of one list that the store does not have yet. */
export interface LooseMessages {
  /** The number of a message, a new one where no message is equal. */
  resolve(bytes: Uint8Array): Promise<{ number: number; hash: string }>
  /** The new messages, sealed; undefined where there are none. */
  block(): Promise<MessageBlock | undefined>
  /** Called when the block is in the index: later lists then recognise its messages without opening it. */
  remember(): void
}

/** Begins a collection behind the messages that the store has. */
export function createLooseMessages(state: StoreState): LooseMessages {
  const { index, codecs, looseSeal, readMessage } = state
  const first = index.messages.length
  const added = new Map<string, Uint8Array>()
  const numbers = new Map<string, number>()
  return {
    async resolve(bytes) {
      const fullHash = await sha256Hex(bytes)
      const hash = fullHash.slice(0, 16)
      for (const number of index.byHash.get(hash) ?? []) {
        const entry = index.messages[number]!
        entry.fullHash ??= await sha256Hex(await readMessage(number))
        if (entry.fullHash === fullHash) return { number, hash }
      }
      const number = numbers.get(fullHash) ?? first + added.size
      numbers.set(fullHash, number)
      added.set(fullHash, bytes)
      return { number, hash }
    },
    async block() {
      if (added.size === 0) return undefined
      const contents = [...added.values()]
      return {
        first,
        hashes: [...added.keys()].map((fullHash) => fullHash.slice(0, 16)),
        lengths: contents.map((bytes) => bytes.length),
        filter: new Uint8Array(),
        container: await codecs.seal(joinBytes(contents), looseSeal),
      }
    },
    remember() {
      for (const [fullHash, number] of numbers) index.messages[number]!.fullHash = fullHash
    },
  }
}
