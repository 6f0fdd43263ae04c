/** What a pulled stream asks its maker for. */
export interface ByteSource {
  /** The next bytes (empty ones are skipped); `undefined` at the end. A rejection breaks the stream. */
  pull(): Promise<Uint8Array | undefined>
  /** The reader has left. */
  cancel(): void
}

/**
 * Turns a source into a web stream that reads only when it is read: a stalled client stops the upstream. Nothing is
 * queued ahead.
 */
export function createByteStream(source: ByteSource): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      async pull(controller) {
        for (;;) {
          const bytes = await source.pull()
          if (bytes === undefined) return controller.close()
          if (bytes.length === 0) continue
          return controller.enqueue(bytes as Uint8Array<ArrayBuffer>)
        }
      },
      cancel: () => source.cancel(),
    },
    { highWaterMark: 0 },
  )
}
