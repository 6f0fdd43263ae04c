import { bytesOfBase64 } from './base64.ts'

/** Bytes of an embedded artefact: base64 of raw deflate. */
export async function unpack(base64: string): Promise<Uint8Array> {
  const packed = new Blob([bytesOfBase64(base64) as Uint8Array<ArrayBuffer>]).stream()
  const unpacked = packed.pipeThrough(new DecompressionStream('deflate-raw'))
  return new Uint8Array(await new Response(unpacked).arrayBuffer())
}
