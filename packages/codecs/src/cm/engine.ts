import type { CmExports } from './exports.ts'

/** What a context-mixing coder knows before it sees a text. */
export interface Experience {
  /** At most 512 KB; the most valuable strings last. */
  readonly prior: Uint8Array
  /** Trained for this module, as `collectParameters` packs them; undefined: untrained. */
  readonly parameters: Uint8Array | undefined
}

/** A primed coder. A call leaves no trace for the next one; memory is fixed when it is created. */
export interface CmEngine {
  /** The arithmetic code alone: empty for an empty text, and without its length. */
  encode(bytes: Uint8Array): Uint8Array
  /** `length` bytes, or undefined for a payload that no `length` bytes encode to. */
  decode(payload: Uint8Array, length: number): Uint8Array | undefined
}

/** Bytes that go in or out of the module at a time (`CHUNK` of `assembly/layout.ts`). */
const CHUNK = 16_384
const MAX_PRIOR = 512 * 1024

/**
 * Instantiates a module and primes it.
 * @throws {RangeError} for a prior above 512 KB
 */
export async function createEngine(
  module: WebAssembly.Module,
  experience: Experience,
): Promise<CmEngine> {
  if (experience.prior.length > MAX_PRIOR) {
    throw new RangeError(`${experience.prior.length} bytes of prior; at most ${MAX_PRIOR} fit`)
  }
  const instance = await WebAssembly.instantiate(module, {})
  const exports = instance.exports as unknown as CmExports
  exports.initialize()
  if (experience.parameters !== undefined) installParameters(exports, experience.parameters)
  primeWith(exports, experience.prior)
  return {
    encode: (bytes) => encode(exports, bytes),
    decode: (payload, length) => decode(exports, payload, length),
  }
}

/** Runs the prior through the tables; the parameters in force now are what every message starts from. */
export function primeWith(exports: CmExports, prior: Uint8Array): void {
  exports.startPrior()
  for (const chunk of chunksOf(prior)) exports.primeChunk(writeInput(exports, chunk))
  exports.endPrior()
}

function installParameters(exports: CmExports, packed: Uint8Array): void {
  new Uint8Array(exports.memory.buffer).set(packed, exports.packedParameters.value)
  const taken = exports.installParameters()
  if (taken === packed.length) return
  throw new RangeError(`${packed.length} bytes of parameters, the module takes ${taken}; rebuild`)
}

/** Puts bytes where the module reads them; how many. */
export function writeInput(exports: CmExports, bytes: Uint8Array): number {
  new Uint8Array(exports.memory.buffer).set(bytes, exports.input.value)
  return bytes.length
}

/** Pieces as large as the module takes. */
export function* chunksOf(bytes: Uint8Array): Generator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += CHUNK) {
    yield bytes.subarray(start, start + CHUNK)
  }
}

function encode(exports: CmExports, bytes: Uint8Array): Uint8Array {
  if (bytes.length === 0) return new Uint8Array()
  const pieces: Uint8Array[] = []
  const keep = (length: number): void => {
    const start = exports.output.value as number
    pieces.push(new Uint8Array(exports.memory.buffer).slice(start, start + length))
  }
  exports.startText(bytes.length)
  exports.startCoder()
  for (const chunk of chunksOf(bytes)) keep(exports.encodeChunk(writeInput(exports, chunk)))
  keep(exports.endCode())
  exports.restore()
  return joined(pieces)
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const total = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const piece of pieces) {
    total.set(piece, at)
    at += piece.length
  }
  return total
}

function decode(exports: CmExports, payload: Uint8Array, length: number): Uint8Array | undefined {
  const bytes = new Uint8Array(length)
  if (length === 0) return payload.length === 0 ? bytes : undefined
  let read = Math.min(payload.length, CHUNK)
  let available = writeInput(exports, payload.subarray(0, read))
  exports.startText(length)
  exports.startDecoding(available)
  for (let done = 0; done < length; ) {
    const isLast = read === payload.length
    const count = exports.decodeChunk(available, length - done, isLast)
    bytes.set(new Uint8Array(exports.memory.buffer, exports.output.value, count), done)
    done += count
    if (isLast) continue
    const from = read - (available - exports.takeRead())
    read = Math.min(payload.length, from + CHUNK)
    available = writeInput(exports, payload.subarray(from, read))
  }
  const isExact = read === payload.length && exports.endsExactly(available)
  exports.restore()
  return isExact ? bytes : undefined
}
