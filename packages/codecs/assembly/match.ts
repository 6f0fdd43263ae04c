import { MATCH_MAPS, MATCH_MAP_ENTRIES, POSITIONS, POSITION_BITS, PRIOR_POSITIONS, PRIOR_POSITION_BITS, RING_MASK } from './layout'
import { mix } from './hash'
import { before4, last4, messageByte, position, priming, priorByte, priorLength } from './text'

// Two match models: the last place in the message, and in the prior, where the same five bytes stood. A match goes on
// after a wrong byte (templates differ in a field and then agree again) until three in a row are wrong.

const SHORTEST: u32 = 5
const LONGEST_CHECKED: u32 = 32

let at: u32 = 0
let length: u32 = 0
let misses: u32 = 0
let byte: u32 = 0
let priorAt: u32 = 0
let priorMatched: u32 = 0
let priorMisses: u32 = 0
let priorExpected: u32 = 0

export function clearMatches(): void {
  length = 0
  misses = 0
  byte = 0
  priorMatched = 0
  priorMisses = 0
  priorExpected = 0
}

/** What both models expect, for a hashed context. */
export function expected(): u32 {
  const own = length > 0 ? byte | (min<u32>(length, 15) << 8) : 0
  return own | (priorMatched > 0 ? (priorExpected | 256) << 16 : 0)
}

/** Follows both matches over the byte just appended, and looks for new ones. */
export function followMatches(last: u32): void {
  const hash = mix(mix(last4, before4 & 0xff), 99)
  const entry = PRIOR_POSITIONS + (usize(hash >> (32 - PRIOR_POSITION_BITS)) << 2)
  if (priming) {
    if (priorLength > SHORTEST) store<u32>(entry, priorLength)
    return
  }
  followOwn(last, POSITIONS + (usize(hash >> (32 - POSITION_BITS)) << 2))
  followPrior(last, entry)
}

// @ts-ignore: decorator
@inline function followOwn(last: u32, entry: usize): void {
  if (length > 0) {
    at++
    if (byte == last) {
      length = min<u32>(length + 1, 65535)
      misses <<= 1
    } else {
      misses = (misses << 1) | 1
      length = (misses & 7) == 7 ? 0 : 1
    }
  }
  if (length < 16) {
    const candidate = load<u32>(entry)
    if (candidate > 0 && position - candidate < RING_MASK) {
      const agreeing = agreeingInMessage(candidate)
      if (agreeing >= SHORTEST && agreeing > length) {
        at = candidate
        length = agreeing
        misses = 0
      }
    }
  }
  if (position > SHORTEST) store<u32>(entry, position)
  byte = length > 0 ? messageByte(at) : 0
}

// @ts-ignore: decorator
@inline function followPrior(last: u32, entry: usize): void {
  if (priorMatched > 0) {
    priorAt++
    if (priorExpected == last) {
      priorMatched = min<u32>(priorMatched + 1, 65535)
      priorMisses <<= 1
    } else {
      priorMisses = (priorMisses << 1) | 1
      priorMatched = (priorMisses & 7) == 7 ? 0 : 1
    }
    if (priorAt >= priorLength) priorMatched = 0
  }
  if (priorMatched < 8) {
    const candidate = load<u32>(entry)
    if (candidate > 0 && candidate < priorLength) {
      const agreeing = agreeingInPrior(candidate)
      if (agreeing >= SHORTEST && agreeing > priorMatched) {
        priorAt = candidate
        priorMatched = agreeing
        priorMisses = 0
      }
    }
  }
  priorExpected = priorMatched > 0 ? priorByte(priorAt) : 0
}

function agreeingInMessage(candidate: u32): u32 {
  let n: u32 = 0
  while (n < LONGEST_CHECKED && n < candidate && messageByte(candidate - 1 - n) == messageByte(position - 1 - n)) n++
  return n
}

function agreeingInPrior(candidate: u32): u32 {
  let n: u32 = 0
  const most = min<u32>(min<u32>(candidate, position), LONGEST_CHECKED)
  while (n < most && priorByte(candidate - 1 - n) == messageByte(position - 1 - n)) n++
  return n
}

/** The learned map entry for the bit that the own match expects next, or 0 if it expects none. */
// @ts-ignore: decorator
@inline export function ownEntry(c0: u32, bits: u32): usize {
  if (length == 0 || (byte | 256) >> (8 - bits) != c0) return 0
  return MATCH_MAPS + (usize(situation(length, misses, bits)) << 2)
}

// @ts-ignore: decorator
@inline export function ownBit(bits: u32): i32 {
  return i32(byte >> (7 - bits)) & 1
}

/** The same for the match in the prior. */
// @ts-ignore: decorator
@inline export function priorEntry(c0: u32, bits: u32): usize {
  if (priorMatched == 0 || (priorExpected | 256) >> (8 - bits) != c0) return 0
  return MATCH_MAPS + (usize(u32(MATCH_MAP_ENTRIES) + situation(priorMatched, priorMisses, bits)) << 2)
}

// @ts-ignore: decorator
@inline export function priorBit(bits: u32): i32 {
  return i32(priorExpected >> (7 - bits)) & 1
}

// @ts-ignore: decorator
@inline function situation(long: u32, missed: u32, bits: u32): u32 {
  return lengthClass(long) | ((missed & 7) << 4) | (bits > 0 ? 128 : 0)
}

// @ts-ignore: decorator
@inline function lengthClass(n: u32): u32 {
  if (n < 8) return n
  if (n < 16) return n < 12 ? 8 : 9
  if (n < 32) return n < 24 ? 10 : 11
  return n < 64 ? 12 : n < 128 ? 13 : n < 256 ? 14 : 15
}
