/** Content bytes of one frame: a driver's heap may be 16 MiB, and independent frames give random access. */
export const FRAME_BYTES: number = 256 * 1024

/** A zstd library behind a promise: a row of the driver table in the README. */
export interface ZstdDriver {
  readonly name: string
  /** Loads the library once; later calls share it. */
  load(): Promise<ZstdLibrary>
}

/** Whole frames (RFC 8878) of at most {@link FRAME_BYTES} of content; only frames with a checked header come in. */
export interface ZstdLibrary {
  compress(content: Uint8Array, level: number): Uint8Array
  /** @throws where the frame is broken or does not hold `length` bytes */
  decompress(frame: Uint8Array, length: number): Uint8Array
  /** The same two around one dictionary, digested once where the library can. */
  withDictionary(dictionary: Uint8Array, level: number): Promise<ZstdDictionaryLibrary>
}

/** {@link ZstdLibrary} bound to one dictionary and one level. */
export interface ZstdDictionaryLibrary {
  compress(content: Uint8Array): Uint8Array
  /** @throws where the frame is broken or does not hold `length` bytes */
  decompress(frame: Uint8Array, length: number): Uint8Array
}
