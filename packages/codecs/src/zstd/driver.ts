/** Content bytes of one frame: a driver's heap may be 16 MiB, and independent frames give random access. */
export const FRAME_BYTES: number = 256 * 1024

/** A loaded zstd library, seen through whole frames (RFC 8878) of at most {@link FRAME_BYTES} of content. */
export interface ZstdDriver {
  readonly name: string
  /** Loads the library once; later calls share it. */
  load(): Promise<ZstdLibrary>
}

/** Frames in, frames out. Called with checked headers only: see `frame.ts`. */
export interface ZstdLibrary {
  compress(bytes: Uint8Array, level: number): Uint8Array
  /** @throws where the frame is broken */
  decompress(frame: Uint8Array, length: number): Uint8Array
  /** The same two with a dictionary digested once. */
  withDictionary(
    dictionary: Uint8Array,
    level: number,
  ): Pick<ZstdLibrary, 'compress' | 'decompress'>
}
