import { POSITIONS, POSITION_BITS, PRIOR_TEXT, RING, RING_MASK } from './layout'

// The text so far and what is known about the place in it: words, key, column, classes of the last bytes.

export let priming: bool = false
/** Bytes of the prior, and of the message so far. */
export let priorLength: u32 = 0
export let position: u32 = 0
/** The last eight bytes, the newest lowest in `last4`. */
export let last4: u32 = 0
export let before4: u32 = 0
export let word: u32 = 0
export let previousWord: u32 = 0
/** The JSON or YAML key that the place belongs to, else how the line starts. */
export let key: u32 = 0
/** Classes of the last eight bytes, four bits each. */
export let classes: u32 = 0
/** The two bytes above in the previous line. */
export let above: u32 = 0

let lineStart: u32 = 0
let previousLine: u32 = 0
let lineHasText: bool = false
let inString: bool = false
let stringHash: u32 = 0
let lastString: u32 = 0

// @ts-ignore: decorator
@inline export function messageByte(at: u32): u32 {
  return load<u8>(RING + usize(at & RING_MASK))
}

// @ts-ignore: decorator
@inline export function priorByte(at: u32): u32 {
  return load<u8>(PRIOR_TEXT + usize(at))
}

export function setPriming(on: bool): void {
  priming = on
}

/** Forgets the message, not the prior. */
export function clearText(): void {
  position = 0
  last4 = 0
  before4 = 0
  word = 0
  previousWord = 0
  key = 0
  classes = 0
  above = 0x0a0a
  lineStart = 0
  previousLine = 0
  lineHasText = false
  inString = false
  stringHash = 0
  lastString = 0
  memory.fill(POSITIONS, 0, 4 << POSITION_BITS)
}

/** Takes in the next byte. */
export function appendByte(byte: u32): void {
  if (priming) {
    store<u8>(PRIOR_TEXT + usize(priorLength), byte)
    priorLength++
  }
  store<u8>(RING + usize(position & RING_MASK), byte)
  position++
  before4 = (before4 << 8) | (last4 >> 24)
  last4 = (last4 << 8) | byte
  classes = (classes << 4) | classOf(byte)
  appendToWord(byte)
  if (byte == 10) newLine()
  else appendToKey(byte)
  const column = position - lineStart
  const from = previousLine + column
  above =
    from + 1 < lineStart && position - from < RING_MASK
      ? (messageByte(from) << 8) | messageByte(from + 1)
      : from < lineStart && position - from < RING_MASK
        ? (messageByte(from) << 8) | 10
        : 0x0a0a
}

// @ts-ignore: decorator
@inline function lowered(byte: u32): u32 {
  return byte - 65 < 26 ? byte + 32 : byte
}

function appendToWord(byte: u32): void {
  const low = lowered(byte)
  if (low - 97 < 26 || byte >= 128 || byte - 48 < 10 || byte == 95) {
    word = (word + low) * 0x2f0b4c47
  } else {
    if (word) previousWord = word
    word = 0
  }
}

function newLine(): void {
  previousLine = lineStart
  lineStart = position
  lineHasText = false
  inString = false
  key = 10
}

function appendToKey(byte: u32): void {
  if (!lineHasText && byte != 32 && byte != 9) {
    lineHasText = true
    key = byte | ((position - lineStart) << 8)
  }
  if (byte == 34) {
    if (inString) lastString = stringHash
    inString = !inString
    stringHash = 0
  } else if (inString) stringHash = (stringHash + byte) * 0x2f0b4c47
  else if (byte == 58) key = ((last4 >> 8) & 255) == 34 ? lastString : previousWord
}

function classOf(byte: u32): u32 {
  if (lowered(byte) - 97 < 26) return 1
  if (byte - 48 < 10) return 2
  if (byte == 32) return 3
  if (byte == 10) return 4
  if (byte >= 128) return 5
  if (byte == 34) return 6
  if (byte == 44 || byte == 46) return 7
  if (byte == 95 || byte == 45) return 8
  if (byte - 40 < 2 || (byte | 32) == 123 || (byte | 32) == 125) return 9
  return 10
}
