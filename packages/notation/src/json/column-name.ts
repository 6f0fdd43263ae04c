const BARE_KEY = /^[\p{L}\p{N}_$][\p{L}\p{N}_$/-]*$/u
const SEGMENT = /"(?:[^"\\\n]|\\.)*"|[\p{L}\p{N}_$][\p{L}\p{N}_$/-]*/uy

/** What stands for something else in a template: the cell, or the column of this name; other braces are themselves. */
export const TEMPLATE_MARK: RegExp =
  /\*|\{(@|[\p{L}_$][\p{L}\p{N}_$]*(?:\.[\p{L}_$][\p{L}\p{N}_$]*)*)\}/u

/** The name of the column that holds the keys of a map. */
export const KEY_COLUMN = '@'

const BARE_KEY_HERE = /[\p{L}\p{N}_$][\p{L}\p{N}_$/-]*/uy

/** The key without quotes that stands at an offset. */
export function readBareKey(text: string, at: number): string | undefined {
  BARE_KEY_HERE.lastIndex = at
  return BARE_KEY_HERE.exec(text)?.[0]
}

/** Writes a path of raw key lexemes: `owner.login`, `"two words".b`; the empty path is the key column. */
export function writeColumnName(path: readonly string[]): string {
  if (path.length === 0) return KEY_COLUMN
  return path.map(writeKey).join('.')
}

/** Writes a key, without quotes where it is a plain word. */
export function writeKey(raw: string): string {
  const inner = raw.slice(1, -1)
  return BARE_KEY.test(inner) ? inner : raw
}

/** Reads a column name at an offset into raw key lexemes; `undefined` where none stands. */
export function readColumnName(
  text: string,
  at: number,
): { readonly path: readonly string[]; readonly end: number } | undefined {
  if (text[at] === KEY_COLUMN) return { path: [], end: at + 1 }
  const path: string[] = []
  let from = at
  for (;;) {
    SEGMENT.lastIndex = from
    const segment = SEGMENT.exec(text)?.[0]
    if (segment === undefined) return undefined
    path.push(segment.startsWith('"') ? segment : `"${segment}"`)
    from += segment.length
    if (text[from] !== '.') return { path, end: from }
    from += 1
  }
}
