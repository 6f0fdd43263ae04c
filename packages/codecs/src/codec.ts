import type { EncodingName } from '@x/tokens'
import type { BrotliDriver } from './brotli.ts'
import type { Dictionary } from './dictionary.ts'
import type { ZstdDriver } from './zstd/driver.ts'

/** What both sides must hold beside the payload; the container names it by content. */
export interface Knowledge {
  readonly kind: 'dictionary' | 'prior' | 'tokenizer'
  /** First four bytes of the SHA-256 of the content, as an unsigned big-endian number. */
  readonly id: number
  /** Set for a tokenizer: which encoding. */
  readonly encoding?: EncodingName
}

/** What a codec may lean on that is not the same in every runtime; all of it is injected. */
export interface Surroundings {
  readonly zstd: ZstdDriver
  /** Absent where the runtime has no brotli. */
  readonly brotli?: BrotliDriver
  /** Dictionaries and priors of the caller, found by their id. */
  readonly dictionaries: readonly Dictionary[]
  /** Compiled modules for runtimes that may not compile bytes (Workers); absent: compiled from the embedded bytes. */
  readonly modules: {
    readonly cm?: WebAssembly.Module
    readonly cmBalanced?: WebAssembly.Module
    /** Wanted by all three: it unpacks the shipped prior. */
    readonly cmFast?: WebAssembly.Module
  }
}

/** How a coder is set up. Nothing here is undefined save what is undefined by meaning. */
export interface CoderOptions {
  /** 1 to 22, as in zstd; codecs with fewer steps map it. */
  readonly level: number
  readonly encoding: EncodingName
  /** Id of the dictionary or prior; undefined means the one that this codec id stands for. */
  readonly knowledgeId: number | undefined
  readonly surroundings: Surroundings
}

/** A loaded codec. Synchronous, and free of state that one call could leave to the next. */
export interface Coder {
  /** What the container must name; undefined where the codec id says it all. */
  readonly knowledge: Knowledge | undefined
  /** The bare payload: never more than the input and three bytes; empty input gives an empty payload. */
  encode(bytes: Uint8Array): Uint8Array
  /**
   * The bytes again, exactly `length` of them; `length` has been checked against the caller's limit.
   * @throws {ContainerError} with reason `payload` and an offset in the payload
   */
  decode(payload: Uint8Array, length: number): Uint8Array
}

/** One row of the codec table. Heavy libraries and priors load in `load`, not before. */
export interface Codec {
  readonly name: string
  /** Stands in the container for ever: a change of format takes a new id. */
  readonly id: number
  /** @throws {MissingKnowledgeError} where the runtime or the caller lacks what the codec needs */
  load(options: CoderOptions): Promise<Coder>
}
