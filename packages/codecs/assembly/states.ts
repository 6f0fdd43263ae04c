import { NEXT, STATE_KEYS } from './layout'

// A bit history in one byte: how many zeros and ones a context has met, and while these are few, the last ones in order.
// State 0 is "never met"; a state with more bits behind it has a higher number, so the number also serves as worth.

let count: i32 = 0

export function stateCount(): i32 {
  return count
}

/** Zeros, ones and recent bits of a state. */
export function stateKey(state: i32): i32 {
  return load<i32>(STATE_KEYS + (usize(state) << 2))
}

// @ts-ignore: decorator
@inline export function nextState(slot: usize, bit: i32): void {
  store<u8>(slot, load<u8>(NEXT + (usize(load<u8>(slot)) << 1) + usize(bit)))
}

/** Builds the machine breadth first from the empty history. */
export function fillStates(): void {
  count = 0
  numberOf(0)
  for (let i = 0; i < count; i++) {
    for (let bit = 0; bit < 2; bit++) {
      store<u8>(NEXT + (usize(i) << 1) + usize(bit), u8(numberOf(successor(stateKey(i), bit))))
    }
  }
}

function numberOf(key: i32): i32 {
  for (let i = 0; i < count; i++) if (stateKey(i) == key) return i
  if (count > 255) unreachable()
  store<i32>(STATE_KEYS + (usize(count) << 2), key)
  return count++
}

function successor(key: i32, bit: i32): i32 {
  let zeros = key >> 16
  let ones = (key >> 8) & 255
  if (bit) {
    ones++
    zeros = discounted(zeros)
  } else {
    zeros++
    ones = discounted(ones)
  }
  while (zeros > ones ? zeros > bound(ones) : ones > bound(zeros)) {
    if (zeros > ones) {
      if (ones > 5) ones--
      else zeros--
    } else if (zeros > 5) zeros--
    else ones--
  }
  const mixed = zeros > 0 && ones > 0
  const total = zeros + ones
  const recent = ((key << 1) | bit) & (mixed && total <= 4 ? 3 : mixed && total <= 14 ? 1 : 0)
  return (zeros << 16) | (ones << 8) | recent
}

/** A surprise makes old counts of the other bit count less. */
function discounted(n: i32): i32 {
  return n > 25 ? 6 : n > 15 ? 5 : n > 8 ? 4 : n > 4 ? 3 : n > 2 ? 2 : n
}

/** The most of one bit beside `n` of the other. */
function bound(n: i32): i32 {
  return n == 0 ? 41 : n == 1 ? 40 : n == 2 ? 12 : n <= 5 ? 5 : 0
}
