import { CHUNK, INPUT, OUTPUT } from './layout'
import { predict, update } from './model'

// A carry-less binary arithmetic coder on 32 bits. The decoder reads zeros past the end, so the encoder leaves out
// whatever zeros would stand there.

let low: u32 = 0
let high: u32 = 0xffffffff
let code: u32 = 0
let read: usize = INPUT

export function startCoder(): void {
  low = 0
  high = 0xffffffff
  code = 0
  read = INPUT
}

// @ts-ignore: decorator
@inline function split(p: i32): u32 {
  return low + u32((u64(high - low) * u64(p)) >> 16)
}

/** Codes `length` bytes at INPUT; the bytes written at OUTPUT. */
export function encodeChunk(length: i32): i32 {
  let out = OUTPUT
  for (let i: usize = 0; i < usize(length); i++) {
    const byte = i32(load<u8>(INPUT + i))
    for (let shift = 7; shift >= 0; shift--) {
      const middle = split(predict())
      const bit = (byte >> shift) & 1
      if (bit) high = middle
      else low = middle + 1
      update(bit)
      while ((low ^ high) >> 24 == 0) {
        store<u8>(out++, high >> 24)
        low <<= 8
        high = (high << 8) | 255
      }
    }
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

/**
 * Decodes up to `length` bytes to OUTPUT from the bytes at INPUT; how many. Unless they are the last, it stops while a
 * byte's worth of code is still there.
 */
export function decodeChunk(available: i32, length: i32, isLast: bool): i32 {
  const end = INPUT + usize(available)
  let done = 0
  while (done < length && done < CHUNK && (isLast || read + 16 <= end)) {
    let byte = 0
    for (let i = 0; i < 8; i++) {
      const middle = split(predict())
      const bit = i32(code <= middle)
      if (bit) high = middle
      else low = middle + 1
      update(bit)
      byte = (byte << 1) | bit
      while ((low ^ high) >> 24 == 0) {
        low <<= 8
        high = (high << 8) | 255
        code = (code << 8) | nextByte(end)
      }
    }
    store<u8>(OUTPUT + usize(done), byte)
    done++
  }
  return done
}

/** Whether the code ended as `endCode` would have ended it: no other code stands for the same bytes. */
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
