import { LOGISTIC_END } from './logistic'

// Every array has a fixed address, so that the compiler folds it into the load.
// Lanes of 16 bits: two per hashed context, two each for order 1 and order 0, two for each match model, a bias.
export const ORDER1: i32 = CONTEXTS
export const ORDER0: i32 = CONTEXTS + 1
export const STATE_INPUTS: i32 = CONTEXTS + 2
export const LANES: i32 = (STATE_INPUTS * 2 + 5 + 7) & ~7

// Constant tables.
export const NEXT: usize = LOGISTIC_END
export const RECIPROCAL: usize = NEXT + 512
export const STATE_KEYS: usize = RECIPROCAL + 1024 * 2

// What the contexts of the current byte and bit are: addresses and hashes.
export const HASHES: usize = STATE_KEYS + 1024
export const ROWS: usize = HASHES + 64
export const SLOTS: usize = ROWS + 64
export const MAPS: usize = SLOTS + 64
export const LEARNED: usize = MAPS + 64
export const INPUTS: usize = LEARNED + 64

// Parameters: learned from train texts, shipped with the prior, adapted within a message, put back after it.
export const SET_BYTES: usize = usize(LANES) * 2
export const PARAMETERS: usize = 32768
export const MIXER_A: usize = PARAMETERS
export const SETS_A: i32 = 1024
export const MIXER_B: usize = MIXER_A + usize(SETS_A) * SET_BYTES
export const SETS_B: i32 = 64
export const MIXER_C: usize = MIXER_B + usize(SETS_B) * SET_BYTES
export const SETS_C: i32 = MIXERS > 2 ? 256 : 0
export const MIXER_D: usize = MIXER_C + usize(SETS_C) * SET_BYTES
export const SETS_D: i32 = MIXERS > 3 ? 1024 : 0
export const LAST_MIXER: usize = MIXER_D + usize(SETS_D) * SET_BYTES
export const SETS_LAST: i32 = 1024
export const MATCH_MAPS: usize = LAST_MIXER + SETS_LAST * 16
export const MATCH_MAP_ENTRIES: i32 = 256
export const REFINEMENT: usize = MATCH_MAPS + 2 * MATCH_MAP_ENTRIES * 4
export const REFINEMENT_SETS: i32 = 1024
export const REFINEMENT_POINTS: i32 = 17
// Bit histories of order 0 and 1: filled by the prior, put back after a message.
export const ORDER1_STATES: usize = (REFINEMENT + REFINEMENT_SETS * REFINEMENT_POINTS * 2 + 63) & ~63
export const ORDER0_STATES: usize = ORDER1_STATES + 65536
export const PARAMETERS_END: usize = ORDER0_STATES + 256
export const SAVED: usize = PARAMETERS_END
// What a bit history means, per context and per whether the message has met the context: learned, never adapted.
export const STATE_MAPS: usize = SAVED + (PARAMETERS_END - PARAMETERS)
export const STATE_MAP_BYTES: usize = 1024

// Texts.
export const PRIOR_CAPACITY: i32 = 1 << 19
export const RING_BITS: i32 = 20
export const RING_MASK: u32 = (1 << RING_BITS) - 1
export const PRIOR_TEXT: usize = STATE_MAPS + usize(STATE_INPUTS) * 2 * STATE_MAP_BYTES
export const RING: usize = PRIOR_TEXT + PRIOR_CAPACITY
export const PRIOR_POSITION_BITS: i32 = 17
export const PRIOR_POSITIONS: usize = RING + (1 << RING_BITS)
export const POSITION_BITS: i32 = 16
export const POSITIONS: usize = PRIOR_POSITIONS + (4 << PRIOR_POSITION_BITS)

// A bit costs at most 12 bits of output, so a chunk of input never overruns its output.
export const CHUNK: i32 = 1 << 14
export const INPUT: usize = POSITIONS + (4 << POSITION_BITS)
export const OUTPUT: usize = INPUT + CHUNK
export const OUTPUT_CAPACITY: i32 = CHUNK * 16

export const PRIOR_ROWS: usize = (OUTPUT + OUTPUT_CAPACITY + 63) & ~63
export const MESSAGE_ROWS: usize = PRIOR_ROWS + (usize(16) << PRIOR_BITS)
export const MEMORY_END: usize = MESSAGE_ROWS + (usize(16) << MESSAGE_BITS)
