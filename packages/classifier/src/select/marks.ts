import type { JsonNode } from '../json/json-tree.ts'
import { countPieces } from '../text/pieces.ts'

/** What a mark counts. */
export type Dropped = 'line' | 'sentence' | 'word' | 'field' | 'row' | 'value'

/** The mark of a gap: `[... 12 lines dropped]`, once a text has one `[...12]`. */
export function textMark(count: number, dropped: Dropped, isFirst: boolean): string {
  return isFirst ? `[... ${counted(count, dropped)} dropped]` : `[...${count}]`
}

/** The mark of a gap in an array, or between lines of JSON: a JSON string, once a text has one `"...12"`. */
export function elementMark(count: number, dropped: Dropped, isFirst: boolean): string {
  return isFirst ? `"${textMark(count, dropped, true)}"` : `"...${count}"`
}

/**
 * The mark of all that an object lacks, as a member whose key none of its members has: `"...":"3 fields dropped"`, once a text
 * has a mark `"...":3`.
 */
export function memberMark(count: number, object: JsonNode, isFirst: boolean): string {
  let key = '...'
  while (object.children.some((child) => child.key === key)) key += '.'
  return `"${key}":${isFirst ? `"${counted(count, 'field')} dropped"` : count}`
}

function counted(count: number, dropped: Dropped): string {
  return `${count} ${dropped}${count === 1 ? '' : 's'}`
}

/** How many pieces the first mark of a text has beyond the others. */
export function firstMarkPieces(dropped: 'line' | 'field'): number {
  return dropped === 'field'
    ? countPieces('"...":"3 fields dropped"') - countPieces('"...":3')
    : countPieces(textMark(3, dropped, true)) - countPieces(textMark(3, dropped, false))
}

/** The mark of a gap of an array. */
export function arrayMark(array: JsonNode, count: number, isFirst: boolean): string {
  const isRows = array.children.some(({ kind }) => kind === 'object' || kind === 'array')
  return elementMark(count, isRows ? 'row' : 'value', isFirst)
}
