import { type Codecs, createCodecs, type SealOptions } from './codecs.ts'
import { StoreError } from './errors.ts'
import type { Profile } from './profiles.ts'
import { createBlockReader } from './store/block-reader.ts'
import { packLoose, rewrite } from './store/compaction.ts'
import type { StoreDriver } from './store/driver.ts'
import { createLooseMessages } from './store/loose-messages.ts'
import { decodeRecord, encodeRecord, type StoreRecord } from './store/records.ts'
import { type SearchHit, searchStore } from './store/search.ts'
import type { StoreState } from './store/state.ts'
import {
  applyRecord,
  createStoreIndex,
  EMPTY_ID,
  messagesOf,
  nextId,
  type StoreIndex,
} from './store/store-index.ts'
import { type StoreCheck, type StoreStats, statsOf, verifyStore } from './store/verify.ts'
import { bytesOfText, textOfWtf8 } from './wtf8.ts'

/** How to open a store. */
export interface StoreOptions {
  /** Codecs to seal and open with; they must hold the dictionary. @default createCodecs() */
  readonly codecs?: Codecs
  /** Time that packing a block of 64 KB may take. @default 'small' */
  readonly profile?: Profile
  /**
   * Id of the dictionary of this store's tenant. It stays with the store; never share one across tenants, since sizes
   * tell what texts have in common. @default none
   */
  readonly dictionary?: number
  /** Keep a byte-trigram filter beside each block, so that a search opens only what may match. @default true */
  readonly isSearchable?: boolean
}

/** Conversations kept by content: each message once, each list of messages as a few bytes. */
export interface MessageStore {
  /**
   * Keeps a list of messages (texts; for an object give its JSON). Durable when the promise resolves; the same list
   * has the same id and takes no more room.
   * @returns the id of the list, 32 hex digits
   */
  put(messages: readonly string[]): Promise<string>
  /** The messages of a list, code unit for code unit; undefined for an id that is not here. */
  get(id: string): Promise<readonly string[] | undefined>
  /** Opens every block and compares every message with its hash. */
  verify(): Promise<StoreCheck>
  /** Messages that hold `query`, each once, with the first list that has it. */
  search(query: string): AsyncIterable<SearchHit>
  stats(): StoreStats
  /** Packs what is loose into blocks of 64 KB and gives back the room of what was replaced. */
  compact(): Promise<void>
  close(): Promise<void>
}

/** Below this much replaced data a rewrite of the log does not pay. */
const MIN_DEAD_BYTES = 256 * 1024

/**
 * Opens the store that a driver holds, or begins one, and closes the driver where it cannot. One process at a time.
 * @throws {StoreError} where the log is damaged or belongs to another dictionary
 */
export async function openStore(
  driver: StoreDriver,
  options?: StoreOptions,
): Promise<MessageStore> {
  const state = await readState(driver, options).catch(async (error: unknown) => {
    await driver.close()
    throw error
  })
  let queue: Promise<unknown> = Promise.resolve()
  const inTurn = <Result>(task: () => Promise<Result>): Promise<Result> => {
    const result = queue.then(task)
    queue = result.catch(() => undefined)
    return result
  }
  return {
    put: (messages) => inTurn(() => put(state, messages)),
    get: (id) => inTurn(() => get(state, id)),
    verify: () => inTurn(() => verifyStore(state)),
    search: (query) => searchStore(state, query, inTurn),
    stats: () => statsOf(state.index),
    compact: () => inTurn(() => compact(state)),
    close: () =>
      inTurn(async () => {
        if (state.index.deadBytes > 0) await compact(state)
        await driver.close()
      }),
  }
}

async function readState(
  driver: StoreDriver,
  options: StoreOptions | undefined,
): Promise<StoreState> {
  const codecs = options?.codecs ?? createCodecs()
  const index = createStoreIndex()
  for await (const { position, bytes } of driver.scan()) {
    await applyRecord(index, readRecord(bytes, position), position, bytes.length)
  }
  const dictionary = options?.dictionary ?? index.dictionary
  const isOther = index.dictionary !== undefined && dictionary !== index.dictionary
  if (
    isOther ||
    (index.dictionary === undefined && dictionary !== undefined && index.blocks.length > 0)
  ) {
    throw new StoreError(
      undefined,
      'the store was made with another dictionary; open it with that one',
    )
  }
  index.dictionary = dictionary
  const withDictionary: SealOptions =
    dictionary === undefined ? {} : { codec: 'zstd-dictionary', dictionary }
  return {
    driver,
    codecs,
    index,
    ...createBlockReader(driver, codecs, index),
    looseSeal: { profile: 'fast', level: 3, ...withDictionary },
    packedSeal: { profile: options?.profile ?? 'small', level: 19, ...withDictionary },
    isSearchable: options?.isSearchable ?? true,
  }
}

function readRecord(bytes: Uint8Array, position: number): StoreRecord {
  try {
    return decodeRecord(bytes)
  } catch (cause) {
    throw new StoreError(position, 'the log holds something that is no record', { cause })
  }
}

async function put(state: StoreState, messages: readonly string[]): Promise<string> {
  const { index } = state
  const added = createLooseMessages(state)
  const numbers: number[] = []
  let id = EMPTY_ID
  let base = { number: 0, length: 0 }
  for (const [position, message] of messages.entries()) {
    const { number, hash } = await added.resolve(bytesOfText(message).bytes)
    numbers.push(number)
    id = await nextId(id, hash)
    const known = index.byId.get(id)
    if (known !== undefined) base = { number: known + 1, length: position + 1 }
  }
  if (base.length === messages.length) return id
  const block = await added.block()
  const delta = { base: base.number, added: numbers.slice(base.length) }
  await append(state, { dictionary: firstDictionary(index), block, snapshots: [delta] })
  added.remember()
  await tidy(state)
  return id
}

function firstDictionary(index: StoreIndex): number | undefined {
  return index.recordBytes === 0 ? index.dictionary : undefined
}

async function append(state: StoreState, record: StoreRecord): Promise<void> {
  const bytes = encodeRecord(record)
  const [position] = await state.driver.write([bytes], 'append')
  await applyRecord(state.index, record, position as number, bytes.length)
}

async function get(state: StoreState, id: string): Promise<readonly string[] | undefined> {
  const number = state.index.byId.get(id)
  if (number === undefined) return id === EMPTY_ID ? [] : undefined
  const messages: string[] = []
  for (const message of messagesOf(state.index, state.index.snapshots[number]!)) {
    messages.push(textOfWtf8(await state.readMessage(message)))
  }
  return messages
}

async function compact(state: StoreState): Promise<void> {
  await packLoose(state, true, (record) => append(state, record))
  if (state.index.deadBytes > 0) await rewrite(state)
}

async function tidy(state: StoreState): Promise<void> {
  const { index } = state
  await packLoose(state, false, (record) => append(state, record))
  const live = index.recordBytes - index.deadBytes
  if (index.deadBytes > Math.max(MIN_DEAD_BYTES, live)) await rewrite(state)
}
