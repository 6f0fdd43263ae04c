import { UNICODE_16_RUNS } from './unicode-16.ts'

/** Neither letter, mark, number nor white space. */
export const OTHER = 0
/** CR or LF. */
export const NEWLINE = 1
/** White space beside CR and LF. */
export const SPACE = 2
/** Any `\p{N}`. */
export const NUMBER = 3
/** Any `\p{M}`: to o200k part of a word, to the others punctuation. */
export const MARK = 4
/** Letters without case: `\p{Lm}` and `\p{Lo}`. From here on upwards a class is a letter. */
export const UNCASED = 5
/** `\p{Lu}` and `\p{Lt}`. */
export const UPPER = 6
/** `\p{Ll}`. */
export const LOWER = 7
/** What the byte {@link SENTINEL} reads as. */
export const END = 8

/** Ends a scanned buffer; no UTF-8 text holds it. */
export const SENTINEL = 0xff
/** A unit is `class | width << WIDTH_SHIFT`, the width in UTF-8 bytes. */
export const WIDTH_SHIFT = 4
/** Masks the class out of a unit. */
export const CLASS_MASK = 15

const CLASS_OF_LETTER: Readonly<Record<string, number>> = {
  x: OTHER,
  S: SPACE,
  N: NUMBER,
  M: MARK,
  O: UNCASED,
  U: UPPER,
  l: LOWER,
}
const CODE_POINTS = 0x110000
const RUN = /([A-Zlx])([0-9a-f]*)/g

const classes: Uint8Array = readClasses()
const asciiUnits: Uint8Array = classes.slice(0, 0x80).map((kind) => kind | (1 << WIDTH_SHIFT))

/** Class and width of the character that starts at `at` in well-formed UTF-8 that ends with {@link SENTINEL}. */
export function unitAt(bytes: Uint8Array, at: number): number {
  const first = bytes[at] as number
  return first < 0x80 ? (asciiUnits[first] as number) : wideUnitAt(bytes, at, first)
}

function wideUnitAt(bytes: Uint8Array, at: number, first: number): number {
  if (first === SENTINEL) return END
  const second = (bytes[at + 1] as number) & 0x3f
  if (first < 0xe0) return (classes[((first & 0x1f) << 6) | second] as number) | (2 << WIDTH_SHIFT)
  const third = (bytes[at + 2] as number) & 0x3f
  const upper = (second << 6) | third
  if (first < 0xf0) return (classes[((first & 0x0f) << 12) | upper] as number) | (3 << WIDTH_SHIFT)
  const point = ((first & 0x07) << 18) | (upper << 6) | ((bytes[at + 3] as number) & 0x3f)
  return (classes[point] as number) | (4 << WIDTH_SHIFT)
}

function readClasses(): Uint8Array {
  const table = new Uint8Array(CODE_POINTS)
  let at = 0
  for (const [, letter = '', length = ''] of UNICODE_16_RUNS.matchAll(RUN)) {
    const count = length === '' ? 1 : Number.parseInt(length, 16)
    if (letter === 'A') {
      for (const end = at + 2 * count; at < end; at += 2) table.set([UPPER, LOWER], at)
    } else {
      table.fill(CLASS_OF_LETTER[letter] ?? OTHER, at, at + count)
      at += count
    }
  }
  table[0x0a] = NEWLINE
  table[0x0d] = NEWLINE
  return table
}
