import { classOf, DIGIT, isAlphanumeric, LETTER } from './character-class.ts'
import type { Span } from './span.ts'
import { STOP_WORDS } from './stop-words.ts'

const JOINTS = '_-.:/@#'
const COMMA = 0x2c
const LAST_BASIC = 0xffff
const DIGITS_OF_THOUSANDS = 3
const MIN_LENGTH_WITH_DIGIT = 2
const MIN_LENGTH = 4
const NONE: ReadonlyMap<string, string> = new Map()
const HAS_NUMBER = /\p{N}/u

/** A string in its place. */
export interface StringSpan extends Span {
  /** As it is written, without commas between thousands. */
  readonly shown: string
  /** The same in lower case. */
  readonly string: string
}

/**
 * All strings of a text in order, each occurrence, small words too: letters and digits joined by one of `_ - . : / @ #`.
 * A comma between thousands belongs to its number and is left out of the string: `1,200` and `1200` are the same.
 */
export function stringSpansOf(text: string): StringSpan[] {
  const found: StringSpan[] = []
  let at = 0
  while (at < text.length) {
    const codePoint = text.codePointAt(at)!
    if (!isAlphanumeric(codePoint)) {
      at += codePoint > LAST_BASIC ? 2 : 1
      continue
    }
    const end = stringEnd(text, at)
    const shown = withoutCommas(text.slice(at, end))
    found.push({ start: at, end, shown, string: shown.toLowerCase() })
    at = end
  }
  return found
}

/**
 * The distinct strings of a text that are worth keeping, in order of appearance, each with its first spelling: those with
 * a digit and two or more characters, and words of four or more letters that are neither stop words nor in `common`.
 */
export function stringsOf(
  text: string,
  common: ReadonlySet<string> = new Set(),
): ReadonlyMap<string, string> {
  const spans = stringSpansOf(text)
  if (spans.length === 0) return NONE
  const found = new Map<string, string>()
  for (const { string, shown } of spans) {
    if (!found.has(string) && isWorthKeeping(string) && !common.has(string)) {
      found.set(string, shown)
    }
  }
  return found
}

/** Whether a string (in lower case) is one that `stringsOf` takes. */
export function isWorthKeeping(string: string): boolean {
  if (HAS_NUMBER.test(string)) return lengthOf(string) >= MIN_LENGTH_WITH_DIGIT
  return lengthOf(string) >= MIN_LENGTH && !STOP_WORDS.has(string)
}

/** All strings of a text and the parts that they are joined from, in lower case: what counts as appearing in it. */
export function mentionsOf(text: string): Set<string> {
  const found = new Set<string>()
  for (const { string } of stringSpansOf(text)) {
    if (found.has(string)) continue
    found.add(string)
    for (const part of termsOf(string)) found.add(part)
  }
  return found
}

/** The runs of letters and digits of a text, in order, in lower case. */
export function termsOf(text: string): string[] {
  const found: string[] = []
  let at = 0
  while (at < text.length) {
    const end = alphanumericEnd(text, at)
    if (end > at) found.push(text.slice(at, end).toLowerCase())
    at = end === at ? at + widthAt(text, at) : end
  }
  return found
}

function stringEnd(text: string, start: number): number {
  let end = alphanumericEnd(text, start)
  while (end + 1 < text.length && isJoint(text, end)) {
    const next = alphanumericEnd(text, end + 1)
    if (next === end + 1) break
    end = next
  }
  return end
}

function isJoint(text: string, at: number): boolean {
  if (JOINTS.includes(text[at]!)) return true
  return text.charCodeAt(at) === COMMA && isDigitAt(text, at - 1) && isThousandsAt(text, at + 1)
}

function isThousandsAt(text: string, at: number): boolean {
  for (let i = 0; i < DIGITS_OF_THOUSANDS; i++) if (!isDigitAt(text, at + i)) return false
  return !isDigitAt(text, at + DIGITS_OF_THOUSANDS)
}

function isDigitAt(text: string, at: number): boolean {
  return at < text.length && classOf(text.charCodeAt(at)) === DIGIT
}

function alphanumericEnd(text: string, start: number): number {
  let at = start
  while (at < text.length) {
    const codePoint = text.codePointAt(at)!
    const kind = classOf(codePoint)
    if (kind !== LETTER && kind !== DIGIT) break
    at += codePoint > LAST_BASIC ? 2 : 1
  }
  return at
}

function widthAt(text: string, at: number): number {
  return text.codePointAt(at)! > LAST_BASIC ? 2 : 1
}

function withoutCommas(shown: string): string {
  return shown.includes(',') ? shown.replaceAll(',', '') : shown
}

function lengthOf(string: string): number {
  return string.length > 2 * MIN_LENGTH ? string.length : [...string].length
}
