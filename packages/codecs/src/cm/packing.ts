import { bytesOfBase64 } from './base64.ts'
import { createEngine } from './engine.ts'

const LENGTH_BYTES = 4

/**
 * Opens embedded artefacts: base64 of a length (four bytes, little-endian) and what the fast coder, which knows nothing
 * yet, made of the content.
 */
export async function createUnpacker(
  fast: WebAssembly.Module,
): Promise<(artefact: string) => Uint8Array> {
  const engine = await createEngine(fast, { prior: new Uint8Array(), parameters: undefined })
  return (artefact) => {
    const bytes = bytesOfBase64(artefact)
    const length = new DataView(bytes.buffer).getUint32(0, true)
    const content = engine.decode(bytes.subarray(LENGTH_BYTES), length)
    if (content !== undefined) return content
    throw new Error('an embedded artefact is damaged; install the package again')
  }
}
