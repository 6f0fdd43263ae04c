import { mayContain } from '../trigram-filter.ts'
import { bytesOfText, textOfWtf8 } from '../wtf8.ts'
import type { StoreState } from './state.ts'
import type { StoreIndex } from './store-index.ts'

/** A message that holds the query. */
export interface SearchHit {
  /** Id of the first list that has the message. */
  readonly id: string
  /** Index of the message in that list. */
  readonly index: number
  readonly message: string
}

/**
 * Opens the blocks whose filter admits the query, and looks at each message in them once. Each look waits its
 * turn, so that a rewrite of the log never moves a block away under it.
 */
export async function* searchStore(
  state: StoreState,
  query: string,
  inTurn: <Result>(task: () => Promise<Result>) => Promise<Result>,
): AsyncIterable<SearchHit> {
  const needle = bytesOfText(query).bytes
  const places = firstPlaces(state.index)
  for (const block of [...state.index.blocks].sort((left, right) => left.first - right.first)) {
    if (!mayContain(block.filter, needle)) continue
    for (let number = block.first; number < block.first + block.count; number++) {
      const place = places.get(number)
      const message = textOfWtf8(await inTurn(() => state.readMessage(number)))
      if (place !== undefined && message.includes(query)) yield { ...place, message }
    }
  }
}

function firstPlaces(index: StoreIndex): Map<number, { id: string; index: number }> {
  const places = new Map<number, { id: string; index: number }>()
  for (const snapshot of index.snapshots) {
    const start = snapshot.length - snapshot.added.length
    for (const [slot, number] of snapshot.added.entries()) {
      if (!places.has(number)) places.set(number, { id: snapshot.id, index: start + slot })
    }
  }
  return places
}
