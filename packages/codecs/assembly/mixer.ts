import { INPUTS, LANES } from './layout'

// Weights of 16 bits, 16384 for 1.0; one set holds LANES of them.

/** The weighted sum of the inputs, in log odds, unclipped. */
// @ts-ignore: decorator
@inline export function dot(set: usize): i32 {
  let sum = i32x4.dot_i16x8_s(v128.load(INPUTS), v128.load(set))
  if (LANES > 8) sum = i32x4.add(sum, i32x4.dot_i16x8_s(v128.load(INPUTS, 16), v128.load(set, 16)))
  if (LANES > 16) sum = i32x4.add(sum, i32x4.dot_i16x8_s(v128.load(INPUTS, 32), v128.load(set, 32)))
  if (LANES > 24) sum = i32x4.add(sum, i32x4.dot_i16x8_s(v128.load(INPUTS, 48), v128.load(set, 48)))
  sum = i32x4.add(sum, i32x4.shuffle(sum, sum, 2, 3, 0, 1))
  return (i32x4.extract_lane(sum, 0) + i32x4.extract_lane(sum, 1)) >> 14
}

/** Moves the weights of a set against its error (probability in 16 bits times the rate). */
// @ts-ignore: decorator
@inline export function adjust(set: usize, error: i32): void {
  const e = i16x8.splat(i16(error))
  adjustEight(set, e, 0)
  if (LANES > 8) adjustEight(set, e, 16)
  if (LANES > 16) adjustEight(set, e, 32)
  if (LANES > 24) adjustEight(set, e, 48)
}

// @ts-ignore: decorator
@inline function adjustEight(set: usize, e: v128, offset: usize): void {
  const step = i16x8.q15mulr_sat_s(v128.load(INPUTS + offset), e)
  v128.store(set + offset, i16x8.add_sat_s(v128.load(set + offset), step))
}
