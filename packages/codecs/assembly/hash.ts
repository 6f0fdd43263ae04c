/** Mixes two words into one. */
// @ts-ignore: decorator
@inline export function mix(a: u32, b: u32): u32 {
  let h = (a * 0x2c1b3c6d) ^ (b * 0x297a2d39)
  h ^= h >> 15
  h *= 0x85ebca6b
  return h ^ (h >> 13)
}
