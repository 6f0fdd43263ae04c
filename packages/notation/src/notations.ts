import { jsonNotation } from './json/json-notation.ts'
import type { Notation } from './notation.ts'

/** Every notation that `render` tries, in the order in which equal sizes win. */
export const NOTATIONS: readonly Notation[] = [jsonNotation]

const BY_NAME = new Map(NOTATIONS.map((notation) => [notation.name, notation]))
const NAMED = /^~([a-z][a-z-]*)(?=[\s:])/

/** The notation in which a text claims to be written; `undefined` for plain text. Looks at its beginning only. */
export function notationOf(text: string): Notation | undefined {
  if (!text.startsWith('~')) return undefined
  const named = BY_NAME.get(NAMED.exec(text.slice(0, 40))?.[1] ?? '')
  if (named !== undefined) return named
  return isJsonBody(text) ? jsonNotation : undefined
}

/** After `~` and an optional style mark, a JSON body begins with one of these. */
const JSON_BODY = /^~(?:py|i2|i4|tab)?\n?[[{"=\d-]/

function isJsonBody(text: string): boolean {
  return JSON_BODY.test(text.slice(0, 16))
}
