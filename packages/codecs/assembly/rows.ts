import { MESSAGE_ROWS, PRIOR_ROWS } from './layout'

// A row: one byte of check and the bit histories of the 15 nodes of a nibble. Four neighbours share a cache line.
// The prior's rows are read-only once primed. A message copies a row when it first meets its context, so nothing has to
// be undone: the next message starts from cleared rows, as many as its length asks for.

let messageBits: i32 = 10
/** 1 when the row found last had been met in this message. */
export let met: u32 = 0

/** Clears the rows for a message of so many bytes. */
export function clearRows(length: i32): void {
  let bits = 10
  while (bits < MESSAGE_BITS && 1 << bits < length * 20) bits++
  messageBits = bits
  memory.fill(MESSAGE_ROWS, 0, usize(16) << bits)
}

/** The row of a context hash in the prior's table, claimed if absent. */
export function priorRow(hash: u32): usize {
  const h = hash * 0x9e3779b1
  const known = seek(PRIOR_ROWS, h >> (32 - PRIOR_BITS), checkOf(h))
  if (known) return known
  const row = leastWorth(PRIOR_ROWS, h >> (32 - PRIOR_BITS))
  empty(row, checkOf(h))
  return row
}

/** The row of a context hash in the message's table, copied from the prior's if absent. */
export function messageRow(hash: u32): usize {
  const h = hash * 0x9e3779b1
  const check = checkOf(h)
  const index = h >> (32 - messageBits)
  const known = seek(MESSAGE_ROWS, index, check)
  if (known) {
    met = 1
    return known
  }
  met = 0
  const row = leastWorth(MESSAGE_ROWS, index)
  const original = seek(PRIOR_ROWS, h >> (32 - PRIOR_BITS), check)
  if (original) v128.store(row, v128.load(original))
  else empty(row, check)
  return row
}

// @ts-ignore: decorator
@inline function checkOf(h: u32): u32 {
  return (h >> 3) & 255
}

// @ts-ignore: decorator
@inline function at(table: usize, index: u32): usize {
  return table + (usize(index) << 4)
}

// @ts-ignore: decorator
@inline function seek(table: usize, index: u32, check: u32): usize {
  let row = at(table, index)
  if (load<u8>(row) == check) return row
  row = at(table, index ^ 1)
  if (load<u8>(row) == check) return row
  row = at(table, index ^ 2)
  if (load<u8>(row) == check) return row
  return 0
}

// @ts-ignore: decorator
@inline function leastWorth(table: usize, index: u32): usize {
  const a = at(table, index)
  const b = at(table, index ^ 1)
  const c = at(table, index ^ 2)
  const worthA = load<u8>(a, 1)
  const worthB = load<u8>(b, 1)
  const worthC = load<u8>(c, 1)
  return worthA <= worthB && worthA <= worthC ? a : worthB <= worthC ? b : c
}

// @ts-ignore: decorator
@inline function empty(row: usize, check: u32): void {
  store<u64>(row, u64(check))
  store<u64>(row, 0, 8)
}
