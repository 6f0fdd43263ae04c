import {
  CLASS_MASK,
  END,
  LOWER,
  MARK,
  NEWLINE,
  NUMBER,
  OTHER,
  SPACE,
  UNCASED,
  UPPER,
  unitAt,
  WIDTH_SHIFT,
} from './character-classes.ts'
import type { EncodingName } from './encoding-names.ts'

/**
 * End of the piece that starts at `start`, in well-formed UTF-8 behind which a sentinel stands. Each scanner is its
 * vocabulary's regular expression written out by hand; `pre-split.test.ts` holds them equal.
 */
export type PieceEnd = (bytes: Uint8Array, start: number) => number

const APOSTROPHE = 0x27
const BLANK = 0x20
const SLASH = 0x2f
const LINE_FEED = 0x0a
const CARRIAGE_RETURN = 0x0d
const LOWER_D = 0x64
const LOWER_E = 0x65
const LOWER_L = 0x6c
const LOWER_M = 0x6d
const LOWER_R = 0x72
const LOWER_S = 0x73
const LOWER_T = 0x74
const LOWER_V = 0x76

/** The scanner of each encoding. */
export const PIECE_END: Readonly<Record<EncodingName, PieceEnd>> = {
  o200k_base: o200kPieceEnd,
  cl100k_base: cl100kPieceEnd,
  p50k_base: gpt2PieceEnd,
  r50k_base: gpt2PieceEnd,
  gpt2: gpt2PieceEnd,
}

function o200kPieceEnd(bytes: Uint8Array, start: number): number {
  const unit = unitAt(bytes, start)
  const kind = unit & CLASS_MASK
  if (kind >= MARK) return casedWordEnd(bytes, start)
  if (kind === NUMBER) return threeNumbersEnd(bytes, start)
  if (kind === NEWLINE) return blankEnd(bytes, start)
  const next = start + (unit >> WIDTH_SHIFT)
  const nextKind = unitAt(bytes, next) & CLASS_MASK
  if (nextKind >= MARK && nextKind !== END) return casedWordEnd(bytes, next)
  if (kind === OTHER) return slashesEnd(bytes, otherEnd(bytes, next))
  if (bytes[start] === BLANK && nextKind === OTHER) return slashesEnd(bytes, otherEnd(bytes, next))
  return blankEnd(bytes, start)
}

function cl100kPieceEnd(bytes: Uint8Array, start: number): number {
  const unit = unitAt(bytes, start)
  const kind = unit & CLASS_MASK
  if (kind >= UNCASED) return lettersEnd(bytes, start)
  if (kind === NUMBER) return threeNumbersEnd(bytes, start)
  if (kind === NEWLINE) return blankEnd(bytes, start)
  const contraction = contractionEnd(bytes, start)
  if (contraction > start) return contraction
  const next = start + (unit >> WIDTH_SHIFT)
  const nextKind = unitAt(bytes, next) & CLASS_MASK
  if (nextKind >= UNCASED && nextKind !== END) return lettersEnd(bytes, next)
  if (kind !== SPACE) return newlinesEnd(bytes, otherEnd(bytes, next))
  if (bytes[start] === BLANK && (nextKind === OTHER || nextKind === MARK)) {
    return newlinesEnd(bytes, otherEnd(bytes, next))
  }
  return blankEnd(bytes, start)
}

function gpt2PieceEnd(bytes: Uint8Array, start: number): number {
  const contraction = bytes[start] === APOSTROPHE ? lowerContractionEnd(bytes, start) : start
  if (contraction > start) return contraction
  const first = bytes[start] === BLANK ? start + 1 : start
  const kind = unitAt(bytes, first) & CLASS_MASK
  if (kind === END || kind === SPACE || kind === NEWLINE) return gpt2BlankEnd(bytes, start)
  if (kind >= UNCASED) return lettersEnd(bytes, first)
  return kind === NUMBER ? numbersEnd(bytes, first) : otherEnd(bytes, first)
}

/**
 * `[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+` or, failing that, the same with `+` and `*`, then a contraction.
 * Backtracking as the pattern does it: without a lower-case letter behind the first run, the word ends with the run's last
 * uncased letter or mark, and only a run of capitals alone is taken whole.
 */
function casedWordEnd(bytes: Uint8Array, start: number): number {
  let at = start
  let uncasedEnd = -1
  let unit = unitAt(bytes, at)
  let kind = unit & CLASS_MASK
  while (kind === UPPER || kind === UNCASED || kind === MARK) {
    at += unit >> WIDTH_SHIFT
    if (kind !== UPPER) uncasedEnd = at
    unit = unitAt(bytes, at)
    kind = unit & CLASS_MASK
  }
  if (kind !== LOWER) return contractionEnd(bytes, uncasedEnd < 0 ? at : uncasedEnd)
  while (kind === LOWER || kind === UNCASED || kind === MARK) {
    at += unit >> WIDTH_SHIFT
    unit = unitAt(bytes, at)
    kind = unit & CLASS_MASK
  }
  return contractionEnd(bytes, at)
}

/** `(?i:'s|'t|'re|'ve|'m|'ll|'d)?`, where `s` also folds with U+017F. */
function contractionEnd(bytes: Uint8Array, at: number): number {
  if (bytes[at] !== APOSTROPHE) return at
  const first = bytes[at + 1] as number
  if (first === 0xc5) return bytes[at + 2] === 0xbf ? at + 3 : at
  return contractionTailEnd(at, first | 0x20, (bytes[at + 2] as number) | 0x20)
}

/** `'s|'t|'re|'ve|'m|'ll|'d`. */
function lowerContractionEnd(bytes: Uint8Array, at: number): number {
  return contractionTailEnd(at, bytes[at + 1] as number, bytes[at + 2] as number)
}

function contractionTailEnd(at: number, first: number, second: number): number {
  if (first === LOWER_S || first === LOWER_T || first === LOWER_M || first === LOWER_D)
    return at + 2
  if (first === LOWER_R || first === LOWER_V) return second === LOWER_E ? at + 3 : at
  return first === LOWER_L && second === LOWER_L ? at + 3 : at
}

function threeNumbersEnd(bytes: Uint8Array, start: number): number {
  let at = start
  for (let count = 0; count < 3; count += 1) {
    const unit = unitAt(bytes, at)
    if ((unit & CLASS_MASK) !== NUMBER) break
    at += unit >> WIDTH_SHIFT
  }
  return at
}

function numbersEnd(bytes: Uint8Array, start: number): number {
  let at = start
  for (;;) {
    const unit = unitAt(bytes, at)
    if ((unit & CLASS_MASK) !== NUMBER) return at
    at += unit >> WIDTH_SHIFT
  }
}

function lettersEnd(bytes: Uint8Array, start: number): number {
  let at = start
  for (;;) {
    const unit = unitAt(bytes, at)
    const kind = unit & CLASS_MASK
    if (kind < UNCASED || kind === END) return at
    at += unit >> WIDTH_SHIFT
  }
}

/** `[^\s\p{L}\p{N}]*` */
function otherEnd(bytes: Uint8Array, start: number): number {
  let at = start
  for (;;) {
    const unit = unitAt(bytes, at)
    const kind = unit & CLASS_MASK
    if (kind !== OTHER && kind !== MARK) return at
    at += unit >> WIDTH_SHIFT
  }
}

function newlinesEnd(bytes: Uint8Array, start: number): number {
  let at = start
  while (bytes[at] === LINE_FEED || bytes[at] === CARRIAGE_RETURN) at += 1
  return at
}

function slashesEnd(bytes: Uint8Array, start: number): number {
  let at = start
  while (bytes[at] === LINE_FEED || bytes[at] === CARRIAGE_RETURN || bytes[at] === SLASH) at += 1
  return at
}

/** `\s*[\r\n]+|\s+(?!\S)|\s+` */
function blankEnd(bytes: Uint8Array, start: number): number {
  let at = start
  let last = start
  let newlineEnd = -1
  for (;;) {
    const unit = unitAt(bytes, at)
    const kind = unit & CLASS_MASK
    if (kind !== SPACE && kind !== NEWLINE) {
      if (newlineEnd >= 0) return newlineEnd
      return kind === END || last === start ? at : last
    }
    last = at
    at += unit >> WIDTH_SHIFT
    if (kind === NEWLINE) newlineEnd = at
  }
}

/** `\s+(?!\S)|\s+` */
function gpt2BlankEnd(bytes: Uint8Array, start: number): number {
  let at = start
  let last = start
  for (;;) {
    const unit = unitAt(bytes, at)
    const kind = unit & CLASS_MASK
    if (kind !== SPACE && kind !== NEWLINE) return kind === END || last === start ? at : last
    last = at
    at += unit >> WIDTH_SHIFT
  }
}
