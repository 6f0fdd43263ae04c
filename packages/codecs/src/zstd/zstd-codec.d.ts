/** What we use of zstd-codec, which ships no types. */
declare module 'zstd-codec' {
  export interface ZstdSimple {
    compress(content: Uint8Array, level: number): Uint8Array | null
    decompress(frame: Uint8Array): Uint8Array | null
    compressUsingDict(content: Uint8Array, dictionary: object): Uint8Array | null
    decompressUsingDict(frame: Uint8Array, dictionary: object): Uint8Array | null
  }
  export interface ZstdBinding {
    readonly Simple: new () => ZstdSimple
    readonly Dict: {
      readonly Compression: new (dictionary: Uint8Array, level: number) => object
      readonly Decompression: new (dictionary: Uint8Array) => object
    }
  }
  export const ZstdCodec: { run(ready: (binding: ZstdBinding) => void): void }
}
