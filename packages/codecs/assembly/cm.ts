import { INPUT, LAST_MIXER, MATCH_MAPS, MATCH_MAP_ENTRIES, MEMORY_END, MIXER_A, OUTPUT, PARAMETERS, PARAMETERS_END } from './layout'
import { ORDER1_STATES, RECIPROCAL, REFINEMENT, REFINEMENT_POINTS, REFINEMENT_SETS, SAVED, SETS_LAST } from './layout'
import { STATE_INPUTS, STATE_MAPS, STATE_MAP_BYTES } from './layout'
import { fillLogistic, inputsOf, squash } from './logistic'
import { predict, prime, startText, update } from './model'
import { identity, UNTRAINED_WEIGHT } from './parameters'
import { fillStates, stateCount, stateKey } from './states'
import { setPriming } from './text'

export { decodeChunk, encodeChunk, endCode, endsExactly, startCoder, startDecoding, takeRead } from './coder'
export { setRate, startText } from './model'

export { collectParameters, installParameters, packedParameters } from './parameters'

export const input: usize = INPUT
export const output: usize = OUTPUT

/** Claims the memory and fills the tables; the parameters start untrained. */
export function initialize(): void {
  const pages = i32((MEMORY_END + 65535) >> 16) - memory.size()
  if (pages > 0 && memory.grow(pages) < 0) unreachable()
  fillLogistic()
  fillStates()
  for (let n = 0; n < 1024; n++) {
    store<u16>(RECIPROCAL + (usize(n) << 1), u16((65536 * 5) / (n * 5 + 8)))
  }
  for (let at = MIXER_A; at < LAST_MIXER; at += 2) store<i16>(at, i16(UNTRAINED_WEIGHT))
  for (let i = 0; i < SETS_LAST * 4; i++) store<i32>(LAST_MIXER + (usize(i) << 2), 65536 / MIXERS)
  for (let i = 0; i < MATCH_MAP_ENTRIES * 2; i++) store<u32>(MATCH_MAPS + (usize(i) << 2), 0xc0000000)
  for (let i = 0; i < REFINEMENT_SETS * REFINEMENT_POINTS; i++) {
    store<u16>(REFINEMENT + (usize(i) << 1), u16(squash(identity(i))))
  }
  for (let map = 0; map < STATE_INPUTS * 2; map++) {
    for (let state = 0; state < stateCount(); state++) {
      store<u32>(STATE_MAPS + usize(map) * STATE_MAP_BYTES + (usize(state) << 2), u32(likely(state)) << 16)
    }
  }
  if (!TRAINING) freezeStateMaps()
}

/** What a bit history is worth before anything is learned. */
function likely(state: i32): i32 {
  const key = stateKey(state)
  const ones = (key >> 8) & 255
  return ((ones * 2 + 1) * 65535) / (((key >> 16) + ones) * 2 + 2)
}

/** Turns the probabilities of the state maps (high 16 bits) into the inputs that they stand for. */
function freezeStateMaps(): void {
  for (let i = 0; i < STATE_INPUTS * 2 * 256; i++) {
    const at = STATE_MAPS + (usize(i) << 2)
    store<u32>(at, i & 255 ? inputsOf(i32(load<u32>(at) >> 16)) : 0)
  }
}

/** Begins the prior; then its chunks. */
export function startPrior(): void {
  setPriming(true)
  startText(1)
}

/** Takes `length` bytes at INPUT as the next of the prior. */
export function primeChunk(length: i32): void {
  for (let i: usize = 0; i < usize(length); i++) {
    const byte = i32(load<u8>(INPUT + i))
    for (let shift = 7; shift >= 0; shift--) prime((byte >> shift) & 1)
  }
}

/** Ends the prior and remembers the parameters as they are: every message starts from here. */
export function endPrior(): void {
  setPriming(false)
  memory.copy(SAVED, PARAMETERS, PARAMETERS_END - PARAMETERS)
}

/** Puts parameters and bit histories back to what they were before the message. */
export function restore(): void {
  memory.copy(PARAMETERS, SAVED, PARAMETERS_END - PARAMETERS)
}

/** Puts the bit histories back and keeps what the parameters learned: a step of training. */
export function keepParameters(): void {
  memory.copy(SAVED, PARAMETERS, ORDER1_STATES - PARAMETERS)
  restore()
}

/** Learns `length` bytes at INPUT; writes the probability that each bit had, 16 bits each, to OUTPUT. */
export function traceChunk(length: i32): void {
  let out = OUTPUT
  for (let i: usize = 0; i < usize(length); i++) {
    const byte = i32(load<u8>(INPUT + i))
    for (let shift = 7; shift >= 0; shift--) {
      const p = predict()
      const bit = (byte >> shift) & 1
      store<u16>(out, u16(bit ? p : 65536 - p))
      out += 2
      update(bit)
    }
  }
}
