import { LOGISTIC_END } from '../logistic'

// The fast coder keeps one probability of 12 bits with a count of 4 bits per node, in plain tables without checks.
export const STEP: usize = LOGISTIC_END

// Small adaptive state, saved whole: mixer sets of eight weights, flags of the match model.
export const SMALL: usize = 32768
export const WEIGHTS: usize = SMALL
export const WEIGHT_SETS: i32 = 256
export const FLAGS: usize = WEIGHTS + WEIGHT_SETS * 16
export const FLAG_COUNT: i32 = 512
export const SMALL_END: usize = FLAGS + FLAG_COUNT * 4
export const SMALL_SAVED: usize = SMALL_END

// Tables, undone by a log, or copied back when a message outgrows the log.
export const TABLES: usize = (SMALL_SAVED + (SMALL_END - SMALL) + 65535) & ~65535
export const ORDER1: usize = TABLES
export const ORDER2: usize = ORDER1 + 256 * 17 * 32
export const ORDER2_BITS: i32 = 18
export const ORDER3: usize = ORDER2 + (2 << ORDER2_BITS)
export const ORDER3_BITS: i32 = 19
export const ORDER5: usize = ORDER3 + (2 << ORDER3_BITS)
export const ORDER5_BITS: i32 = 19
export const TABLES_END: usize = ORDER5 + (2 << ORDER5_BITS)
export const TABLES_SAVED: usize = TABLES_END
export const LOG: usize = TABLES_SAVED + (TABLES_END - TABLES)
export const LOG_ENTRIES: i32 = 1 << 18

export const PRIOR_CAPACITY: i32 = 1 << 19
export const PRIOR_TEXT: usize = LOG + (usize(LOG_ENTRIES) << 2)
export const RING_BITS: i32 = 20
export const RING_MASK: u32 = (1 << RING_BITS) - 1
export const RING: usize = PRIOR_TEXT + PRIOR_CAPACITY
export const PRIOR_POSITION_BITS: i32 = 17
export const PRIOR_POSITIONS: usize = RING + (1 << RING_BITS)
export const POSITION_BITS: i32 = 16
export const POSITIONS: usize = PRIOR_POSITIONS + (4 << PRIOR_POSITION_BITS)

export const CHUNK: i32 = 1 << 14
export const INPUT: usize = POSITIONS + (4 << POSITION_BITS)
export const OUTPUT: usize = INPUT + CHUNK
export const MEMORY_END: usize = OUTPUT + CHUNK * 16
