import { isMarked } from './json/json-mark.ts'
import { jsonNotation } from './json/json-notation.ts'
import { textWithJson } from './json/text-with-json.ts'
import type { Notation } from './notation.ts'
import { TEXT_NOTATIONS } from './text-notations.ts'

/** Every notation that `render` tries, in the order in which equal sizes win. */
export const NOTATIONS: readonly Notation[] = [jsonNotation, textWithJson, ...TEXT_NOTATIONS]

const BY_NAME = new Map(NOTATIONS.map((notation) => [notation.name, notation]))
const NAMED = /^~([a-z][a-z-]*)(?=[\s:])/

/** The notation in which a text claims to be written; `undefined` for plain text. Looks at its beginning only. */
export function notationOf(text: string): Notation | undefined {
  if (!text.startsWith('~')) return undefined
  const named = BY_NAME.get(NAMED.exec(text.slice(0, 40))?.[1] ?? '')
  if (named !== undefined) return named
  return isMarked(text) ? jsonNotation : undefined
}
