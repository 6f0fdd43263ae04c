/** Brotli (RFC 7932) as the runtime offers it; quality 0 to 11. */
export interface BrotliDriver {
  compress(bytes: Uint8Array, quality: number): Uint8Array
  /** @throws where the stream is broken or would give more than `maxBytes` */
  decompress(payload: Uint8Array, maxBytes: number): Uint8Array
}
