import type { JsonScalar } from './json-node.ts'

/** A cursor over JSON text; nothing in it recurses or backtracks. */
export interface Scanner {
  readonly text: string
  at(): number
  moveTo(offset: number): void
  peek(): string | undefined
  /** Steps over this character if it is next. */
  take(character: string): boolean
  skipSpace(): void
  /** The string, number or literal that begins here, or `undefined` where none does. */
  scalar(): JsonScalar | undefined
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const LITERAL = /true|false|null/y
const HEX = /^[0-9a-fA-F]{4}$/

/** Opens a cursor at an offset of a text. */
export function createScanner(text: string, start: number): Scanner {
  let at = start
  return {
    text,
    at: () => at,
    moveTo(offset) {
      at = offset
    },
    peek: () => text[at],
    take(character) {
      if (text[at] !== character) return false
      at += 1
      return true
    },
    skipSpace() {
      while (isSpace(text.charCodeAt(at))) at += 1
    },
    scalar() {
      const from = at
      const kind = text[at] === '"' ? 'string' : 'number'
      const end = kind === 'string' ? endOfString(text, from) : endOfMatch(NUMBER, text, from)
      if (end !== undefined) {
        at = end
        return { kind, raw: text.slice(from, end), start: from, end }
      }
      if (kind === 'string') return undefined
      return literal(from)
    },
  }

  function literal(from: number): JsonScalar | undefined {
    const end = endOfMatch(LITERAL, text, from)
    if (end === undefined) return undefined
    at = end
    return { kind: 'literal', raw: text.slice(from, end), start: from, end }
  }
}

/** Space, tab, newline and carriage return: the white space of JSON. */
export function isSpace(code: number): boolean {
  return code === 32 || code === 10 || code === 13 || code === 9
}

/** One after the closing quote of the string that opens at `from`; `undefined` if it is not a JSON string. */
export function endOfString(text: string, from: number): number | undefined {
  for (let at = from + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code === 34) return at + 1
    if (code < 32) return undefined
    if (code === 92) {
      const width = escapeWidth(text, at + 1)
      if (width === 0) return undefined
      at += width
    }
  }
  return undefined
}

/** Code units after the backslash that belong to the escape; 0 if it is none. */
function escapeWidth(text: string, at: number): number {
  const letter = text[at]
  if (letter === undefined) return 0
  if (letter === 'u') return HEX.test(text.slice(at + 1, at + 5)) ? 5 : 0
  return '"\\/bfnrt'.includes(letter) ? 1 : 0
}

function endOfMatch(pattern: RegExp, text: string, from: number): number | undefined {
  pattern.lastIndex = from
  return pattern.test(text) ? pattern.lastIndex : undefined
}
