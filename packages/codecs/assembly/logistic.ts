// At the same place in the memory of every module.
const STRETCH: usize = 1024
const SQUASH: usize = STRETCH + 4096 * 2
export const LOGISTIC_END: usize = SQUASH + 4096 * 2

/** e^(-1/256) in 32 fractional bits. */
const DECAY: u64 = 4278222836

/** Log odds in steps of 1/256, from -2047 to 2047, to a probability in 16 bits. */
// @ts-ignore: decorator
@inline export function squash(x: i32): i32 {
  return i32(load<u16>(SQUASH + (usize(x + 2048) << 1)))
}

/** A probability in 16 bits to log odds in steps of 1/256; the inverse of `squash`. */
// @ts-ignore: decorator
@inline export function stretch(p: i32): i32 {
  return i32(load<i16>(STRETCH + (usize(p >> 4) << 1)))
}

// @ts-ignore: decorator
@inline export function clip(x: i32): i32 {
  return x > 2047 ? 2047 : x < -2047 ? -2047 : x
}

/** Two inputs of a mixer for one probability, in one word: its log odds, and its distance from one half. */
// @ts-ignore: decorator
@inline export function inputsOf(p: i32): u32 {
  return (u32(stretch(p)) & 0xffff) | (u32((p - 32768) >> 6) << 16)
}

/** Fills the tables in integers alone: equal on every machine. */
export function fillLogistic(): void {
  let t: u64 = 1 << 31
  for (let i = 0; i <= 2047; i++) {
    const p = u32((u64(65536) << 31) / ((u64(1) << 31) + t))
    store<u16>(SQUASH + (usize(2048 + i) << 1), u16(min<u32>(p, 65535)))
    store<u16>(SQUASH + (usize(2048 - i) << 1), u16(max<i32>(65536 - i32(p), 1)))
    t = (t * DECAY) >> 32
  }
  let next = 0
  for (let x = -2047; x <= 2047; x++) {
    const end = squash(x) >> 4
    for (; next <= end; next++) store<i16>(STRETCH + (usize(next) << 1), i16(x))
  }
  for (; next < 4096; next++) store<i16>(STRETCH + (usize(next) << 1), 2047)
}
