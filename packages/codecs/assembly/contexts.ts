import { HASHES, ROWS } from './layout'
import { mix } from './hash'
import { messageRow, met, priorRow } from './rows'
import { above, before4, classes, key, last4, previousWord, priming, word } from './text'
import { MAPS, STATE_MAPS, STATE_MAP_BYTES } from './layout'
import { expected } from './match'

// The hashed contexts, most useful first: a profile takes the first CONTEXTS of them. Ablation figures: docs/context-mixing.md.

// @ts-ignore: decorator
@inline function set(index: i32, hash: u32): void {
  if (CONTEXTS > index) store<u32>(HASHES + (usize(index) << 2), hash)
}

/** Hashes the contexts of the byte that comes next. */
export function hashContexts(): void {
  const last = last4 & 255
  set(0, mix(last4 & 0xffff, 2))
  set(1, mix(last4 & 0xffffff, 3))
  set(2, mix(last4, 4))
  set(3, mix(mix(last4, before4 & 0xffff), 6))
  set(4, mix(mix(word, last), 7))
  set(5, mix(mix(key, word), mix(last, 9)))
  set(6, mix(mix(word, previousWord), mix(last, 8)))
  set(7, mix(above << 8 | last, 10))
  set(8, mix(expected(), mix(last, 12)))
  set(9, mix(classes, mix(last, 13)))
  set(10, mix(last4 & 0xffff00, 11))
}

/** Finds the rows of the nibble that starts at the partial byte `c0`. */
export function findRows(c0: u32): void {
  const salt = c0 * 0x2545f491
  if (CONTEXTS > 0) find(0, salt)
  if (CONTEXTS > 1) find(1, salt)
  if (CONTEXTS > 2) find(2, salt)
  if (CONTEXTS > 3) find(3, salt)
  if (CONTEXTS > 4) find(4, salt)
  if (CONTEXTS > 5) find(5, salt)
  if (CONTEXTS > 6) find(6, salt)
  if (CONTEXTS > 7) find(7, salt)
  if (CONTEXTS > 8) find(8, salt)
  if (CONTEXTS > 9) find(9, salt)
  if (CONTEXTS > 10) find(10, salt)
}

// @ts-ignore: decorator
@inline function find(index: i32, salt: u32): void {
  const hash = load<u32>(HASHES + (usize(index) << 2)) + salt
  if (priming) {
    store<u32>(ROWS + (usize(index) << 2), u32(priorRow(hash)))
    return
  }
  store<u32>(ROWS + (usize(index) << 2), u32(messageRow(hash)))
  const map = STATE_MAPS + usize(index) * 2 * STATE_MAP_BYTES + usize(met) * STATE_MAP_BYTES
  store<u32>(MAPS + (usize(index) << 2), u32(map))
}
