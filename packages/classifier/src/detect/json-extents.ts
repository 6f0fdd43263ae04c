/** A stretch of JSON: from where a value opens to where it closes, or to the end of what is read. */
export interface JsonExtent {
  readonly start: number
  readonly end: number
}

const LEAST_LENGTH = 24
/** Characters that all failed attempts together may read, as a multiple of the text. */
const MOST_READ = 2

const QUOTE = 0x22
const BACKSLASH = 0x5c
const NEWLINE = 0x0a
const OPEN_ARRAY = 0x5b
const CLOSE_ARRAY = 0x5d
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d
const COMMA = 0x2c
const COLON = 0x3a

/**
 * Finds the JSON objects and arrays that begin at the beginning of a line and fill their lines. Linear: attempts that fail
 * share a budget.
 */
export function findJson(text: string, from: number, to: number): readonly JsonExtent[] {
  const extents: JsonExtent[] = []
  let budget = MOST_READ * (to - from)
  let at = from
  while (at < to && budget > 0) {
    const start = skipBlanks(text, at, to)
    const code = text.charCodeAt(start)
    if (start < to && (code === OPEN_OBJECT || code === OPEN_ARRAY)) {
      const { end, isValid } = readValue(text, start, to)
      if (isValid && end - start >= LEAST_LENGTH && endsLine(text, end, to)) {
        extents.push({ start, end })
        at = end
        continue
      }
      budget -= end - start
    }
    const next = text.indexOf('\n', start)
    at = next < 0 ? to : next + 1
  }
  return extents
}

function skipBlanks(text: string, from: number, to: number): number {
  let at = from
  while (at < to && isBlank(text.charCodeAt(at))) at += 1
  return at
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === NEWLINE || code === 0x0d || code === 0x09
}

/** After a value may stand a comma or semicolon, then the line ends. */
function endsLine(text: string, from: number, to: number): boolean {
  let at = from
  while (at < to && /[ \t\r,;]/.test(text[at] as string)) at += 1
  return at >= to || text.charCodeAt(at) === NEWLINE
}

const VALUE = 0
const AFTER_VALUE = 1
const KEY_OR_CLOSE = 2
const KEY = 3
const AFTER_KEY = 4
const VALUE_OR_CLOSE = 5

interface Reading {
  readonly end: number
  readonly isValid: boolean
}

const SCALAR = /(?:-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)/y

/** Reads one value; a value cut off at `to` is valid. */
function readValue(text: string, start: number, to: number): Reading {
  const stack: number[] = []
  let state = VALUE
  let at = start
  while (at < to) {
    const code = text.charCodeAt(at)
    if (isBlank(code)) {
      at += 1
      continue
    }
    const isMark = code !== QUOTE && !isScalarState(code, state)
    const end = isMark ? at + 1 : endOfScalar(text, at, to, state)
    state = isMark ? step(code, state, stack) : afterScalar(state)
    if (end < 0 || state < 0) return { end: at + 1, isValid: false }
    at = end
    if (stack.length === 0) return { end: at, isValid: true }
  }
  return { end: to, isValid: true }
}

/** Whether a number or a word begins here: a letter, digit or minus where a value may stand. */
function isScalarState(code: number, state: number): boolean {
  return (
    (state === VALUE || state === VALUE_OR_CLOSE) &&
    (code === 0x2d || (code >= 0x30 && code <= 0x39) || (code >= 0x61 && code <= 0x7a))
  )
}

function afterScalar(state: number): number {
  if (state === AFTER_VALUE || state === AFTER_KEY) return -1
  return state === KEY || state === KEY_OR_CLOSE ? AFTER_KEY : AFTER_VALUE
}

const OPENED: Readonly<Record<number, number>> = {
  [OPEN_OBJECT]: KEY_OR_CLOSE,
  [OPEN_ARRAY]: VALUE_OR_CLOSE,
}

/** The next state after a mark, or -1 where the mark may not stand. */
function step(code: number, state: number, stack: number[]): number {
  const opened = OPENED[code]
  if (opened !== undefined) {
    if (state !== VALUE && state !== VALUE_OR_CLOSE) return -1
    stack.push(code)
    return opened
  }
  if (code === CLOSE_OBJECT) return close(OPEN_OBJECT, KEY_OR_CLOSE, state, stack)
  if (code === CLOSE_ARRAY) return close(OPEN_ARRAY, VALUE_OR_CLOSE, state, stack)
  if (code === COMMA && state === AFTER_VALUE) return stack.at(-1) === OPEN_OBJECT ? KEY : VALUE
  return code === COLON && state === AFTER_KEY ? VALUE : -1
}

function close(opening: number, empty: number, state: number, stack: number[]): number {
  if ((state !== AFTER_VALUE && state !== empty) || stack.at(-1) !== opening) return -1
  stack.pop()
  return AFTER_VALUE
}

/** Past a string, number or word; `to` where a string is cut off, -1 where none is. */
function endOfScalar(text: string, at: number, to: number, state: number): number {
  if (text.charCodeAt(at) === QUOTE) return endOfString(text, at, to)
  SCALAR.lastIndex = at
  if (SCALAR.test(text)) return SCALAR.lastIndex
  return state === VALUE && to - at < 6 ? to : -1
}

/** -1 where a line end stands in it. */
function endOfString(text: string, start: number, to: number): number {
  for (let at = start + 1; at < to; at += 1) {
    const code = text.charCodeAt(at)
    if (code === BACKSLASH) at += 1
    else if (code === QUOTE) return at + 1
    else if (code === NEWLINE) return -1
  }
  return to
}
