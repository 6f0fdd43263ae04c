import type { JsonNode } from '../json/json-tree.ts'
import { countPieces } from '../text/pieces.ts'

/** What a mark counts. */
export type Dropped = 'line' | 'sentence' | 'word' | 'field' | 'row' | 'value'

/** The mark of a gap in text: `[... 12 lines dropped]`. */
export function textMark(count: number, dropped: Dropped): string {
  return `[... ${count} ${dropped}${count === 1 ? '' : 's'} dropped]`
}

/** The mark of a gap in an array, or between lines of JSON: the same as a JSON string. */
export function elementMark(count: number, dropped: Dropped): string {
  return `"${textMark(count, dropped)}"`
}

/**
 * The mark of all that an object lacks, as a member whose key none of its members has: `"...":"3 fields dropped"`, in
 * later objects of the same text `"...":3`.
 */
export function memberMark(count: number, object: JsonNode, isFirst: boolean): string {
  let key = '...'
  while (object.children.some((child) => child.key === key)) key += '.'
  return `"${key}":${isFirst ? `"${count} field${count === 1 ? '' : 's'} dropped"` : count}`
}

const prices = new Map<string, number>()

/** Pieces of a mark. */
export function priceOfMark(mark: string): number {
  const known = prices.get(mark)
  if (known !== undefined) return known
  const price = countPieces(mark)
  if (prices.size < MAX_PRICES) prices.set(mark, price)
  return price
}

const MAX_PRICES = 4096
