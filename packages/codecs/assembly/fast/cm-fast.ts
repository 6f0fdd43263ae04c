import { CHUNK, FLAGS, FLAG_COUNT, INPUT, MEMORY_END, OUTPUT, STEP, TABLES, TABLES_END, WEIGHTS, WEIGHT_SETS } from './layout'
import { fillLogistic } from '../logistic'
import { endByte, expectedByte, hasMatch, learnBit, learnFlag, predictBit, predictFlag, primeByte, setPriming, startLiteral, startMessage } from './model'
import { keepSmall, saveTables, startLog, undoTables } from './tables'

const PRIOR_LIMIT: u32 = 15
const MESSAGE_LIMIT: u32 = 6

export const input: usize = INPUT
export const output: usize = OUTPUT
export const packedParameters: usize = INPUT

let low: u32 = 0
let high: u32 = 0xffffffff
let code: u32 = 0
let read: usize = INPUT
let out: usize = OUTPUT

/** Claims the memory and fills the tables; the parameters start untrained. */
export function initialize(): void {
  const pages = i32((MEMORY_END + 65535) >> 16) - memory.size()
  if (pages > 0 && memory.grow(pages) < 0) unreachable()
  fillLogistic()
  for (let n = 0; n < 16; n++) store<u16>(STEP + (usize(n) << 1), u16((65536 * 5) / ((n < 15 ? n : 20) * 5 + 8)))
  for (let at = TABLES; at < TABLES_END; at += 2) store<u16>(at, 0x8000)
  for (let i = 0; i < WEIGHT_SETS * 8; i++) store<i16>(WEIGHTS + (usize(i) << 1), 5000)
  for (let i = 0; i < FLAG_COUNT; i++) store<u16>(FLAGS + (usize(i) << 1), 58000)
}

/** Begins the prior; then its chunks. */
export function startPrior(): void {
  setPriming(true)
  startLog(false, PRIOR_LIMIT)
  startMessage()
}

/** Takes `length` bytes at INPUT as the next of the prior. */
export function primeChunk(length: i32): void {
  for (let i: usize = 0; i < usize(length); i++) primeByte(load<u8>(INPUT + i))
}

/** Ends the prior: every message starts from here. */
export function endPrior(): void {
  setPriming(false)
  saveTables()
}

/** Starts a message; the tables do not depend on its length. */
export function startText(length: i32): void {
  startLog(true, MESSAGE_LIMIT)
  startMessage()
}

/** Puts everything back to what it was before the message. */
export function restore(): void {
  undoTables()
}

export function startCoder(): void {
  low = 0
  high = 0xffffffff
  code = 0
  read = INPUT
}

// @ts-ignore: decorator
@inline function encodeBit(p: i32, bit: i32): void {
  const middle = low + u32((u64(high - low) * u64(p)) >> 16)
  if (bit) high = middle
  else low = middle + 1
  while ((low ^ high) >> 24 == 0) {
    store<u8>(out++, high >> 24)
    low <<= 8
    high = (high << 8) | 255
  }
}

/** Codes `length` bytes at INPUT; the bytes written at OUTPUT. */
export function encodeChunk(length: i32): i32 {
  out = OUTPUT
  for (let i: usize = 0; i < usize(length); i++) {
    const byte = u32(load<u8>(INPUT + i))
    if (hasMatch()) {
      const p = predictFlag()
      const hit = i32(expectedByte() == byte)
      encodeBit(p, hit)
      learnFlag(hit)
      if (hit) {
        endByte(byte)
        continue
      }
    }
    startLiteral()
    for (let shift = 7; shift >= 0; shift--) {
      const bit = i32(byte >> shift) & 1
      encodeBit(predictBit(), bit)
      learnBit(bit)
    }
    endByte(byte)
  }
  return i32(out - OUTPUT)
}

/** Ends the message: at most one byte at OUTPUT. */
export function endCode(): i32 {
  if (low == 0) return 0
  store<u8>(OUTPUT, (low >> 24) + 1)
  return 1
}

/** Takes the first four bytes of the code; `available` stand at INPUT. */
export function startDecoding(available: i32): void {
  startCoder()
  for (let i = 0; i < 4; i++) code = (code << 8) | nextByte(INPUT + usize(available))
}

// @ts-ignore: decorator
@inline function decodeBit(p: i32, end: usize): i32 {
  const middle = low + u32((u64(high - low) * u64(p)) >> 16)
  const bit = i32(code <= middle)
  if (bit) high = middle
  else low = middle + 1
  while ((low ^ high) >> 24 == 0) {
    low <<= 8
    high = (high << 8) | 255
    code = (code << 8) | nextByte(end)
  }
  return bit
}

/** Decodes up to `length` bytes to OUTPUT; how many. Stops early while a byte's worth of code is still there. */
export function decodeChunk(available: i32, length: i32, isLast: bool): i32 {
  const end = INPUT + usize(available)
  let done = 0
  while (done < length && done < CHUNK && (isLast || read + 20 <= end)) {
    let byte: u32 = 0
    let hit = 0
    if (hasMatch()) {
      hit = decodeBit(predictFlag(), end)
      learnFlag(hit)
    }
    if (hit) byte = expectedByte()
    else {
      startLiteral()
      for (let i = 0; i < 8; i++) {
        const bit = decodeBit(predictBit(), end)
        learnBit(bit)
        byte = (byte << 1) | u32(bit)
      }
    }
    store<u8>(OUTPUT + usize(done), byte)
    endByte(byte)
    done++
  }
  return done
}

/** Whether the code ended as `endCode` would have ended it. */
export function endsExactly(available: i32): bool {
  return read == INPUT + usize(available) && code == (low == 0 ? 0 : ((low >> 24) + 1) << 24)
}

/** Bytes of INPUT that have been read; the caller moves what remains to the front. */
export function takeRead(): i32 {
  const taken = i32(read - INPUT)
  read = INPUT
  return taken
}

// @ts-ignore: decorator
@inline function nextByte(end: usize): u32 {
  return read < end ? load<u8>(read++) : 0
}

/** Packs what was trained: a byte for each weight and flag. */
export function collectParameters(): i32 {
  for (let i = 0; i < WEIGHT_SETS * 8; i++) {
    store<i8>(INPUT + usize(i), i8((i32(load<i16>(WEIGHTS + (usize(i) << 1))) + 128) >> 8))
  }
  for (let i = 0; i < FLAG_COUNT; i++) {
    store<u8>(INPUT + WEIGHT_SETS * 8 + usize(i), u8(load<u16>(FLAGS + (usize(i) << 1)) >> 8))
  }
  return WEIGHT_SETS * 8 + FLAG_COUNT
}

/** Unpacks what `collectParameters` wrote. */
export function installParameters(): i32 {
  for (let i = 0; i < WEIGHT_SETS * 8; i++) {
    store<i16>(WEIGHTS + (usize(i) << 1), i16(load<i8>(INPUT + usize(i))) << 8)
  }
  for (let i = 0; i < FLAG_COUNT; i++) {
    store<u16>(FLAGS + (usize(i) << 1), (u16(load<u8>(INPUT + WEIGHT_SETS * 8 + usize(i))) << 8) | 128)
  }
  return WEIGHT_SETS * 8 + FLAG_COUNT
}

/** Puts the tables back and keeps what weights and flags learned: a step of training. */
export function keepParameters(): void {
  keepSmall()
  undoTables()
}
