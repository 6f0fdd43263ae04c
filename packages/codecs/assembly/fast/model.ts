import {
  FLAGS, ORDER1, ORDER2, ORDER2_BITS, ORDER3, ORDER3_BITS, ORDER5, ORDER5_BITS, POSITIONS, POSITION_BITS,
  PRIOR_POSITIONS, PRIOR_POSITION_BITS, PRIOR_TEXT, RING, RING_MASK, WEIGHTS,
} from './layout'
import { clip, squash, stretch } from '../logistic'
import { learn, touch } from './tables'

// Byte by byte: while a match runs, one decision says whether it goes on; else eight decisions give the byte, each from
// the orders 1, 2, 3, 5 and the byte that a match expects, mixed by weights that the counts of the orders select.

const SHORTEST: u32 = 5
/** A match this long gets one decision for the whole byte. */
const SURE: u32 = 6
const RATE: i32 = 6

export let priming: bool = false
export let last4: u32 = 0
let last5: u32 = 0
let priorLength: u32 = 0
let position: u32 = 0
let hash2: u32 = 0
let hash3: u32 = 0
let hash5: u32 = 0
let row1: usize = 0
let row2: usize = 0
let row3: usize = 0
let row5: usize = 0
let slot1: usize = 0
let slot2: usize = 0
let slot3: usize = 0
let slot5: usize = 0
let set: usize = 0
let inputs: v128 = i16x8.splat(0)
let mixed: i32 = 0
let c0: u32 = 1
let node: usize = 1

let matchAt: usize = 0
let matchEnd: usize = 0
let matchLength: u32 = 0
let misses: u32 = 0
let isOwn: bool = false
let flag: usize = 0

export function setPriming(on: bool): void {
  priming = on
}

export function startMessage(): void {
  last4 = 0
  last5 = 0
  position = 0
  matchLength = 0
  misses = 0
  memory.fill(POSITIONS, 0, 4 << POSITION_BITS)
  hashOrders()
  startLiteral()
}

/** How sure a match has to be for a decision on the whole byte. */
// @ts-ignore: decorator
@inline export function hasMatch(): bool {
  return matchLength >= SURE
}

/** The probability that the byte is the one that the match expects, in 16 bits. */
// @ts-ignore: decorator
@inline export function predictFlag(): i32 {
  flag = FLAGS + (usize((min<u32>(matchLength, 63) << 3) | ((misses & 3) << 1) | u32(isOwn)) << 1)
  const p = i32(load<u16>(flag))
  return p < 32 ? 32 : p > 65504 ? 65504 : p
}

// @ts-ignore: decorator
@inline export function learnFlag(bit: i32): void {
  const p = i32(load<u16>(flag))
  store<u16>(flag, p + (((bit ? 65535 : 0) - p) >> 6))
}

// @ts-ignore: decorator
@inline export function expectedByte(): u32 {
  return load<u8>(matchAt)
}

/** Starts a byte that is coded bit by bit. */
// @ts-ignore: decorator
@inline export function startLiteral(): void {
  c0 = 1
  node = 1
  findRows()
}

// @ts-ignore: decorator
@inline function findRows(): void {
  const salt = c0 * 0x2545f491
  row1 = ORDER1 + (usize((last4 & 255) * 17 + (c0 == 1 ? 0 : c0 - 15)) << 5)
  row2 = ORDER2 + (usize(((hash2 + salt) * 0x9e3779b1) >> (32 - (ORDER2_BITS - 4))) << 5)
  row3 = ORDER3 + (usize(((hash3 + salt) * 0x9e3779b1) >> (32 - (ORDER3_BITS - 4))) << 5)
  row5 = ORDER5 + (usize(((hash5 + salt) * 0x9e3779b1) >> (32 - (ORDER5_BITS - 4))) << 5)
  touch(row1)
  touch(row2)
  touch(row3)
  touch(row5)
}

// @ts-ignore: decorator
@inline function findSlots(): void {
  slot1 = row1 + (node << 1)
  slot2 = row2 + (node << 1)
  slot3 = row3 + (node << 1)
  slot5 = row5 + (node << 1)
}

/** The probability that the next bit of the byte is 1, in 16 bits. */
// @ts-ignore: decorator
@inline export function predictBit(): i32 {
  findSlots()
  const v1 = u32(load<u16>(slot1))
  const v2 = u32(load<u16>(slot2))
  const v3 = u32(load<u16>(slot3))
  const v5 = u32(load<u16>(slot5))
  let xm = 0
  let trust: u32 = 0
  if (matchLength > 0) {
    const bits = 31 - clz(c0)
    const byte = u32(load<u8>(matchAt))
    if ((byte | 256) >> (8 - bits) == c0) {
      xm = ((byte >> (7 - bits)) & 1) ? 512 : -512
      trust = matchLength < 6 ? 1 : matchLength < 8 ? 2 : 3
    }
  }
  set = WEIGHTS + (usize((confidence(v5) << 6) | (confidence(v3) << 4) | (confidence(v2) << 2) | trust) << 4)
  let v = i16x8.splat(0)
  v = i16x8.replace_lane(v, 0, i16(stretch(i32(v1))))
  v = i16x8.replace_lane(v, 1, i16(stretch(i32(v2))))
  v = i16x8.replace_lane(v, 2, i16(stretch(i32(v3))))
  v = i16x8.replace_lane(v, 3, i16(stretch(i32(v5))))
  v = i16x8.replace_lane(v, 4, i16(xm))
  inputs = v
  let sum = i32x4.dot_i16x8_s(v, v128.load(set))
  sum = i32x4.add(sum, i32x4.shuffle(sum, sum, 2, 3, 0, 1))
  const dot = i32x4.extract_lane(sum, 0) + i32x4.extract_lane(sum, 1)
  mixed = clip(dot >> 14)
  const p = squash(mixed)
  return p < 32 ? 32 : p > 65504 ? 65504 : p
}

// @ts-ignore: decorator
@inline function confidence(v: u32): u32 {
  const n = v & 15
  return n == 0 ? 0 : n < 3 ? 1 : n < 12 ? 2 : 3
}

// @ts-ignore: decorator
@inline export function learnBit(bit: i32): void {
  const error = (((bit << 16) - squash(mixed)) * RATE) >> 5
  const step = i16x8.q15mulr_sat_s(inputs, i16x8.splat(i16(error)))
  v128.store(set, i16x8.add_sat_s(v128.load(set), step))
  learnSlots(bit)
}

// @ts-ignore: decorator
@inline function learnSlots(bit: i32): void {
  learn(slot1, bit)
  learn(slot2, bit)
  learn(slot3, bit)
  learn(slot5, bit)
  c0 = (c0 << 1) | u32(bit)
  node = (node << 1) | usize(bit)
  if (c0 >= 16 && c0 < 32) {
    node = 1
    findRows()
  }
}

/** Takes a byte into the tables without predicting it. */
// @ts-ignore: decorator
@inline export function primeByte(byte: u32): void {
  startLiteral()
  for (let shift = 7; shift >= 0; shift--) {
    findSlots()
    learnSlots(i32(byte >> shift) & 1)
  }
  endByte(byte)
}

/** Moves on after a byte, however it was coded. */
// @ts-ignore: decorator
@inline export function endByte(byte: u32): void {
  last5 = last4 >> 24
  last4 = (last4 << 8) | byte
  store<u8>(RING + usize(position & RING_MASK), byte)
  position++
  if (priming) store<u8>(PRIOR_TEXT + usize(priorLength++), byte)
  hashOrders()
  followMatch(byte)
}

// @ts-ignore: decorator
@inline function hashOrders(): void {
  hash2 = (last4 & 0xffff) * 0x2c1b3c6d + 2
  hash3 = (last4 & 0xffffff) * 0x297a2d39 + 3
  hash5 = (last4 * 0x2f0b4c47 + last5 + 5) * 0x85ebca6b
  hash5 ^= hash5 >> 15
}

// @ts-ignore: decorator
@inline function followMatch(byte: u32): void {
  let hash = (last4 * 0x2c1b3c6d) ^ (last5 * 0x297a2d39)
  hash ^= hash >> 15
  hash *= 0x85ebca6b
  const priorEntry = PRIOR_POSITIONS + (usize(hash >> (32 - PRIOR_POSITION_BITS)) << 2)
  if (priming) {
    if (priorLength > SHORTEST) store<u32>(priorEntry, priorLength)
    return
  }
  if (matchLength > 0) {
    if (u32(load<u8>(matchAt)) == byte) {
      matchLength++
      misses <<= 1
    } else {
      misses = (misses << 1) | 1
      matchLength = (misses & 7) == 7 ? 0 : 1
    }
    matchAt++
    if (matchAt == matchEnd) matchLength = 0
  }
  const entry = POSITIONS + (usize(hash >> (32 - POSITION_BITS)) << 2)
  if (matchLength < SURE) {
    const own = load<u32>(entry)
    const prior = load<u32>(priorEntry)
    if (own > 0 && position - own < RING_MASK) consider(RING + usize(own & RING_MASK), own, true)
    if (matchLength < SURE && prior > 0 && prior < priorLength) consider(PRIOR_TEXT + usize(prior), prior, false)
  }
  if (position > SHORTEST) store<u32>(entry, position)
}

function consider(candidate: usize, most: u32, own: bool): void {
  let n: u32 = 0
  const start = own ? RING : PRIOR_TEXT
  const longest = min<u32>(32, min<u32>(most, position))
  while (n < longest && candidate - n > start && load<u8>(candidate - 1 - n) == load<u8>(RING + usize((position - 1 - n) & RING_MASK))) n++
  if (n < SHORTEST || n <= matchLength) return
  matchAt = candidate
  matchEnd = own ? RING + usize(RING_MASK) + 1 : PRIOR_TEXT + usize(priorLength)
  matchLength = n
  misses = 0
  isOwn = own
}
