import { findRows, hashContexts } from './contexts'
import {
  INPUTS, LAST_MIXER, LEARNED, MAPS, MIXER_A, MIXER_B, MIXER_C, MIXER_D, ORDER0, ORDER0_STATES, ORDER1, ORDER1_STATES,
  RECIPROCAL, REFINEMENT, REFINEMENT_POINTS, REFINEMENT_SETS, ROWS, SET_BYTES, SLOTS, STATE_INPUTS, STATE_MAPS,
  STATE_MAP_BYTES,
} from './layout'
import { mix } from './hash'
import { clip, inputsOf, squash, stretch } from './logistic'
import { clearMatches, followMatches, ownBit, ownEntry, priorBit, priorEntry } from './match'
import { adjust, dot } from './mixer'
import { clearRows } from './rows'
import { nextState } from './states'
import { appendByte, classes, clearText, last4 } from './text'

/** Speed of the mixers; the builder of the prior lowers it while it trains. */
export let rate: i32 = 6

/** The partial byte: a leading 1 and the bits so far; how many these are; the node in the row of a nibble. */
let c0: u32 = 1
let bits: u32 = 0
let node: usize = 1

let setA: usize = 0
let setB: usize = 0
let setC: usize = 0
let setD: usize = 0
let setLast: usize = 0
let dotA: i32 = 0
let dotB: i32 = 0
let dotC: i32 = 0
let dotD: i32 = 0
let mixed: i32 = 0
let refined: usize = 0
let own: usize = 0
let prior: usize = 0

export function setRate(value: i32): void {
  rate = value
}

/** Starts a message of so many bytes, or the prior. */
export function startText(length: i32): void {
  c0 = 1
  bits = 0
  node = 1
  clearText()
  clearMatches()
  clearRows(length)
  store<u32>(MAPS + (usize(ORDER1) << 2), u32(STATE_MAPS + usize(ORDER1) * 2 * STATE_MAP_BYTES))
  store<u32>(MAPS + (usize(ORDER0) << 2), u32(STATE_MAPS + usize(ORDER0) * 2 * STATE_MAP_BYTES))
  hashContexts()
  findRows(c0)
}

/** The probability that the next bit is 1, in 16 bits, never quite 0 or 1. */
// @ts-ignore: decorator
@inline export function predict(): i32 {
  if (CONTEXTS > 0) readRow(0)
  if (CONTEXTS > 1) readRow(1)
  if (CONTEXTS > 2) readRow(2)
  if (CONTEXTS > 3) readRow(3)
  if (CONTEXTS > 4) readRow(4)
  if (CONTEXTS > 5) readRow(5)
  if (CONTEXTS > 6) readRow(6)
  if (CONTEXTS > 7) readRow(7)
  if (CONTEXTS > 8) readRow(8)
  if (CONTEXTS > 9) readRow(9)
  if (CONTEXTS > 10) readRow(10)
  readSlot(ORDER1, ORDER1_STATES + usize(((last4 & 255) << 8) | c0))
  readSlot(ORDER0, ORDER0_STATES + usize(c0))
  own = ownEntry(c0, bits)
  prior = priorEntry(c0, bits)
  const ownTrust = readMatch(STATE_INPUTS, own, ownBit(bits))
  const priorTrust = readMatch(STATE_INPUTS + 1, prior, priorBit(bits))
  store<u32>(INPUTS + (usize(STATE_INPUTS + 2) << 2), 256)
  return finish(ownTrust, priorTrust)
}

// @ts-ignore: decorator
@inline function readRow(index: i32): void {
  readSlot(index, usize(load<u32>(ROWS + (usize(index) << 2))) + node)
}

// @ts-ignore: decorator
@inline function readSlot(index: i32, slot: usize): void {
  store<u32>(SLOTS + (usize(index) << 2), u32(slot))
  const entry = usize(load<u32>(MAPS + (usize(index) << 2))) + (usize(load<u8>(slot)) << 2)
  if (TRAINING) {
    store<u32>(LEARNED + (usize(index) << 2), u32(entry))
    store<u32>(INPUTS + (usize(index) << 2), load<u8>(slot) ? inputsOf(i32(load<u32>(entry) >> 16)) : 0)
  } else store<u32>(INPUTS + (usize(index) << 2), load<u32>(entry))
}

/** Writes the inputs of a match model; how far it can be trusted, 0 to 3. */
// @ts-ignore: decorator
@inline function readMatch(index: i32, entry: usize, bit: i32): u32 {
  const at = INPUTS + (usize(index) << 2)
  if (entry == 0) {
    store<u32>(at, 0)
    return 0
  }
  const p = i32(load<u32>(entry) >> 16)
  const s = stretch(p)
  const d = (p - 32768) >> 6
  store<i16>(at, i16(bit ? s : -s))
  store<i16>(at, i16(bit ? d : -d), 2)
  return p < 50000 ? 1 : p < 62000 ? 2 : 3
}

// @ts-ignore: decorator
@inline function finish(ownTrust: u32, priorTrust: u32): i32 {
  setA = MIXER_A + usize((c0 << 2) | max<u32>(ownTrust, priorTrust)) * SET_BYTES
  setB = MIXER_B + usize((knownOrders() << 4) | (ownTrust << 2) | priorTrust) * SET_BYTES
  setLast = LAST_MIXER + (usize((c0 << 2) | ownTrust) << 4)
  dotA = clip(dot(setA))
  dotB = clip(dot(setB))
  let sum = dotA * load<i32>(setLast) + dotB * load<i32>(setLast, 4)
  if (MIXERS > 2) {
    setC = MIXER_C + usize(last4 & 255) * SET_BYTES
    dotC = clip(dot(setC))
    sum += dotC * load<i32>(setLast, 8)
  }
  if (MIXERS > 3) {
    setD = MIXER_D + usize(((classes & 15) * 11 + ((classes >> 4) & 15)) * 8 + bits) * SET_BYTES
    dotD = clip(dot(setD))
    sum += dotD * load<i32>(setLast, 12)
  }
  mixed = clip(sum >> 16)
  return refine()
}

/** How many of the orders 2, 3, 4 have been met, as 0 to 3. */
// @ts-ignore: decorator
@inline function knownOrders(): u32 {
  if (load<u32>(INPUTS + 8)) return 3
  if (load<u32>(INPUTS + 4)) return 2
  return load<u32>(INPUTS) ? 1 : 0
}

/** Half the mix, half what really happened at such a mix after this byte. */
// @ts-ignore: decorator
@inline function refine(): i32 {
  const x = mixed + 2048
  const point = x >> 8
  const weight = x & 255
  const set = mix(last4 & 255, c0) & u32(REFINEMENT_SETS - 1)
  const at = REFINEMENT + (usize(i32(set) * REFINEMENT_POINTS + point) << 1)
  const between = (i32(load<u16>(at)) * (256 - weight) + i32(load<u16>(at, 2)) * weight) >> 8
  refined = weight > 127 ? at + 2 : at
  const p = (squash(mixed) + between) >> 1
  return p < 24 ? 24 : p > 65512 ? 65512 : p
}

/** Learns the bit and moves on. */
// @ts-ignore: decorator
@inline export function update(bit: i32): void {
  const target = bit << 16
  adjust(setA, ((target - squash(dotA)) * rate) >> 5)
  adjust(setB, ((target - squash(dotB)) * rate) >> 5)
  const error = ((target - squash(mixed)) * rate) >> 6
  adjustLast(0, dotA, error)
  adjustLast(4, dotB, error)
  if (MIXERS > 2) {
    adjust(setC, ((target - squash(dotC)) * rate) >> 5)
    adjustLast(8, dotC, error)
  }
  if (MIXERS > 3) {
    adjust(setD, ((target - squash(dotD)) * rate) >> 5)
    adjustLast(12, dotD, error)
  }
  if (own) learn(own, i32(bit == ownBit(bits)))
  if (prior) learn(prior, i32(bit == priorBit(bits)))
  const r = i32(load<u16>(refined))
  store<u16>(refined, u16(r + (((bit ? 65535 : 0) - r) >> 6)))
  updateSlots(bit)
  advance(bit)
}

// @ts-ignore: decorator
@inline function adjustLast(offset: usize, input: i32, error: i32): void {
  store<i32>(setLast + offset, load<i32>(setLast + offset) + ((input * error + 8192) >> 14))
}

// @ts-ignore: decorator
@inline function updateSlots(bit: i32): void {
  if (CONTEXTS > 0) updateSlot(0, bit)
  if (CONTEXTS > 1) updateSlot(1, bit)
  if (CONTEXTS > 2) updateSlot(2, bit)
  if (CONTEXTS > 3) updateSlot(3, bit)
  if (CONTEXTS > 4) updateSlot(4, bit)
  if (CONTEXTS > 5) updateSlot(5, bit)
  if (CONTEXTS > 6) updateSlot(6, bit)
  if (CONTEXTS > 7) updateSlot(7, bit)
  if (CONTEXTS > 8) updateSlot(8, bit)
  if (CONTEXTS > 9) updateSlot(9, bit)
  if (CONTEXTS > 10) updateSlot(10, bit)
  updateSlot(ORDER1, bit)
  updateSlot(ORDER0, bit)
}

// @ts-ignore: decorator
@inline function updateSlot(index: i32, bit: i32): void {
  if (TRAINING) learn(usize(load<u32>(LEARNED + (usize(index) << 2))), bit)
  nextState(usize(load<u32>(SLOTS + (usize(index) << 2))), bit)
}

/** Moves a probability of 22 bits towards the bit, by less the more it has seen (low 10 bits). */
// @ts-ignore: decorator
@inline function learn(entry: usize, bit: i32): void {
  const v = load<u32>(entry)
  const n = v & 1023
  const p = i64(v >> 10)
  const target = i64(bit ? 4194303 : 0)
  const q = p + (((target - p) * i64(load<u16>(RECIPROCAL + (usize(n) << 1)))) >> 16)
  store<u32>(entry, (u32(q) << 10) | (n < 1023 ? n + 1 : n))
}

// @ts-ignore: decorator
@inline function advance(bit: i32): void {
  c0 = (c0 << 1) | u32(bit)
  bits++
  node = (node << 1) | usize(bit)
  if (bits == 8) {
    const byte = c0 & 255
    c0 = 1
    bits = 0
    node = 1
    appendByte(byte)
    followMatches(byte)
    hashContexts()
    findRows(c0)
  } else if (bits == 4) {
    node = 1
    findRows(c0)
  }
}

/** Takes a bit of the prior into the tables, without predicting it: the parameters are learned already. */
// @ts-ignore: decorator
@inline export function prime(bit: i32): void {
  if (CONTEXTS > 0) primeRow(0, bit)
  if (CONTEXTS > 1) primeRow(1, bit)
  if (CONTEXTS > 2) primeRow(2, bit)
  if (CONTEXTS > 3) primeRow(3, bit)
  if (CONTEXTS > 4) primeRow(4, bit)
  if (CONTEXTS > 5) primeRow(5, bit)
  if (CONTEXTS > 6) primeRow(6, bit)
  if (CONTEXTS > 7) primeRow(7, bit)
  if (CONTEXTS > 8) primeRow(8, bit)
  if (CONTEXTS > 9) primeRow(9, bit)
  if (CONTEXTS > 10) primeRow(10, bit)
  nextState(ORDER1_STATES + usize(((last4 & 255) << 8) | c0), bit)
  nextState(ORDER0_STATES + usize(c0), bit)
  advance(bit)
}

// @ts-ignore: decorator
@inline function primeRow(index: i32, bit: i32): void {
  nextState(usize(load<u32>(ROWS + (usize(index) << 2))) + node, bit)
}
