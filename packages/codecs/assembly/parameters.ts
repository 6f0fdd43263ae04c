import {
  LANES, LAST_MIXER, MATCH_MAPS, MATCH_MAP_ENTRIES, MESSAGE_ROWS, MIXER_A, MIXER_B, MIXER_C, MIXER_D, REFINEMENT,
  REFINEMENT_POINTS, REFINEMENT_SETS, SETS_A, SETS_B, SETS_C, SETS_D, SETS_LAST, SET_BYTES, STATE_INPUTS, STATE_MAPS,
} from './layout'
import { clip, inputsOf, squash, stretch } from './logistic'
import { stateCount } from './states'

// The parameters in one byte each, written to and read from the rows of messages, which no message is using then:
// weights lane by lane as distance from the mean of the lane, probabilities as log odds. All of it in integers.

export const UNTRAINED_WEIGHT: i32 = 2500
const WEIGHT_STEP: i32 = 1024
const LAST_STEP: i32 = 1024
const ODDS_STEP: i32 = 32
const REFINEMENT_STEP: i32 = 128
/** Match maps go on learning within a message, from the speed of this many bits seen. */
const MATCH_BITS_SEEN: u32 = 255

let at: usize = MESSAGE_ROWS

export const packedParameters: usize = MESSAGE_ROWS

/** Packs what was trained; the bytes written at `packedParameters`. */
export function collectParameters(): i32 {
  at = MESSAGE_ROWS
  collectMixer(MIXER_A, SETS_A)
  collectMixer(MIXER_B, SETS_B)
  collectMixer(MIXER_C, SETS_C)
  collectMixer(MIXER_D, SETS_D)
  for (let i = 0; i < SETS_LAST * MIXERS; i++) {
    put(rounded(load<i32>(lastWeight(i)) - 65536 / MIXERS, LAST_STEP))
  }
  for (let i = 0; i < MATCH_MAP_ENTRIES * 2; i++) {
    put(rounded(stretch(load<u32>(MATCH_MAPS + (usize(i) << 2)) >> 16), ODDS_STEP))
  }
  for (let i = 0; i < REFINEMENT_SETS * REFINEMENT_POINTS; i++) {
    put(rounded(stretch(load<u16>(REFINEMENT + (usize(i) << 1))) - identity(i), REFINEMENT_STEP))
  }
  for (let i = 0; i < STATE_INPUTS * 2; i++) {
    for (let state = 1; state < stateCount(); state++) {
      put(rounded(stretch(load<u32>(stateEntry(i, state)) >> 16), ODDS_STEP))
    }
  }
  return i32(at - MESSAGE_ROWS)
}

/** Unpacks what `collectParameters` wrote; the bytes that it took. */
export function installParameters(): i32 {
  at = MESSAGE_ROWS
  installMixer(MIXER_A, SETS_A)
  installMixer(MIXER_B, SETS_B)
  installMixer(MIXER_C, SETS_C)
  installMixer(MIXER_D, SETS_D)
  for (let i = 0; i < SETS_LAST * MIXERS; i++) {
    store<i32>(lastWeight(i), take() * LAST_STEP + 65536 / MIXERS)
  }
  for (let i = 0; i < MATCH_MAP_ENTRIES * 2; i++) {
    store<u32>(MATCH_MAPS + (usize(i) << 2), (u32(odds()) << 16) | MATCH_BITS_SEEN)
  }
  for (let i = 0; i < REFINEMENT_SETS * REFINEMENT_POINTS; i++) {
    store<u16>(REFINEMENT + (usize(i) << 1), u16(squash(clip(take() * REFINEMENT_STEP + identity(i)))))
  }
  for (let i = 0; i < STATE_INPUTS * 2; i++) {
    for (let state = 1; state < stateCount(); state++) store<u32>(stateEntry(i, state), inputsOf(odds()))
  }
  return i32(at - MESSAGE_ROWS)
}

/** The untrained value of a point of the refinement, in log odds. */
export function identity(index: i32): i32 {
  return clip(((index % REFINEMENT_POINTS) - REFINEMENT_POINTS / 2) * 256)
}

function lastWeight(index: i32): usize {
  return LAST_MIXER + (usize(index / MIXERS) << 4) + (usize(index % MIXERS) << 2)
}

function stateEntry(map: i32, state: i32): usize {
  return STATE_MAPS + (usize(map * 256 + state) << 2)
}

function collectMixer(mixer: usize, sets: i32): void {
  if (sets == 0) return
  for (let lane = 0; lane < LANES; lane++) {
    const mean = laneMean(mixer, sets, lane)
    put(mean)
    for (let set = 0; set < sets; set++) {
      put(isTrained(mixer, set) ? rounded(weight(mixer, set, lane) - mean * WEIGHT_STEP, WEIGHT_STEP) : 0)
    }
  }
}

function installMixer(mixer: usize, sets: i32): void {
  if (sets == 0) return
  for (let lane = 0; lane < LANES; lane++) {
    const mean = take()
    for (let set = 0; set < sets; set++) {
      store<i16>(weightAt(mixer, set, lane), i16((mean + take()) * WEIGHT_STEP))
    }
  }
}

function laneMean(mixer: usize, sets: i32, lane: i32): i32 {
  let sum = 0
  let trained = 0
  for (let set = 0; set < sets; set++) {
    if (!isTrained(mixer, set)) continue
    sum += weight(mixer, set, lane)
    trained++
  }
  return trained ? rounded(sum / trained, WEIGHT_STEP) : 0
}

function isTrained(mixer: usize, set: i32): bool {
  for (let lane = 0; lane < LANES; lane++) if (weight(mixer, set, lane) != UNTRAINED_WEIGHT) return true
  return false
}

function weightAt(mixer: usize, set: i32, lane: i32): usize {
  return mixer + usize(set) * SET_BYTES + (usize(lane) << 1)
}

function weight(mixer: usize, set: i32, lane: i32): i32 {
  return load<i16>(weightAt(mixer, set, lane))
}

/** In steps, small values towards zero: they are mostly noise, and zeros pack best. */
function rounded(value: i32, step: i32): i32 {
  return (value + (value < 0 ? -step : step) / 3) / step
}

function put(value: i32): void {
  store<i8>(at++, i8(max(-127, min(127, value))))
}

function take(): i32 {
  return load<i8>(at++)
}

function odds(): i32 {
  return squash(clip(take() * ODDS_STEP))
}
