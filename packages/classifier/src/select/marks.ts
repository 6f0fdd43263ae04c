import type { JsonNode } from '../json/json-tree.ts'

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

/** The mark of all that an object lacks, as a member whose key none of its members has: `"...":"3 fields dropped"`. */
export function memberMark(count: number, object: JsonNode): string {
  const keys = new Set(object.children.map(({ key }) => key))
  let key = '...'
  while (keys.has(key)) key += '.'
  return `"${key}":"${count} field${count === 1 ? '' : 's'} dropped"`
}
