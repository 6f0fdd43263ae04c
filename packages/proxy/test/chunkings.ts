/** Four ways to cut a stream; `sizes()` begins anew and answers the size of each next chunk. */
export const CHUNKINGS: readonly { readonly name: string; readonly sizes: () => () => number }[] = [
  { name: 'whole', sizes: () => () => Number.POSITIVE_INFINITY },
  { name: 'byte by byte', sizes: () => () => 1 },
  { name: '7 bytes at a time', sizes: () => () => 7 },
  { name: 'at random places', sizes: randomSizes },
]

/** A small fixed generator (xorshift): the same cuts in every run. */
function randomSizes(): () => number {
  let state = 2463534242
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return 1 + (Math.abs(state) % 300)
  }
}

/** A stream of the bytes in pieces. */
export function chunkedStream(
  bytes: Uint8Array,
  nextSize: () => number,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  let at = 0
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) return controller.close()
      const end = Math.min(bytes.length, at + nextSize())
      controller.enqueue(Uint8Array.from(bytes.subarray(at, end)))
      at = end
    },
  })
}
