import { LOG, LOG_ENTRIES, SMALL, SMALL_END, SMALL_SAVED, STEP, TABLES, TABLES_END, TABLES_SAVED } from './layout'

let logged: i32 = 0
let logging: bool = false
let overflowed: bool = false
/** The most that a count may reach: high while the prior is learned, low in a message, which adapts faster. */
let limit: u32 = 15

export function startLog(on: bool, countLimit: u32): void {
  logging = on
  limit = countLimit
}

/** Remembers the tables as they are now. */
export function saveTables(): void {
  memory.copy(SMALL_SAVED, SMALL, SMALL_END - SMALL)
  memory.copy(TABLES_SAVED, TABLES, TABLES_END - TABLES)
}

/** Remembers weights and flags as they are now. */
export function keepSmall(): void {
  memory.copy(SMALL_SAVED, SMALL, SMALL_END - SMALL)
}

/** Puts the tables back, at a cost that follows what was written. */
export function undoTables(): void {
  memory.copy(SMALL, SMALL_SAVED, SMALL_END - SMALL)
  if (overflowed) memory.copy(TABLES, TABLES_SAVED, TABLES_END - TABLES)
  else {
    for (let i = logged - 1; i >= 0; i--) {
      const row = usize(load<u32>(LOG + (usize(i) << 2)))
      v128.store(row, v128.load(row + (TABLES_SAVED - TABLES)))
      v128.store(row, v128.load(row + (TABLES_SAVED - TABLES), 16), 16)
    }
  }
  logged = 0
  overflowed = false
}

/** Moves a probability towards the bit, by less the more it has seen. */
// @ts-ignore: decorator
@inline export function learn(at: usize, bit: i32): void {
  const v = u32(load<u16>(at))
  const n = v & 15
  const p = i32(v >> 4)
  const target = bit ? 4095 : 0
  const moved = p + (((target - p) * i32(load<u16>(STEP + (usize(n) << 1)))) >> 16)
  store<u16>(at, (moved << 4) | (n < limit ? n + 1 : n))
}

/** Notes a row of 16 nodes that is about to change. */
// @ts-ignore: decorator
@inline export function touch(row: usize): void {
  if (!logging) return
  if (logged < LOG_ENTRIES) store<u32>(LOG + (usize(logged++) << 2), u32(row))
  else overflowed = true
}
