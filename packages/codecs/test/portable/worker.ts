import { createCodecs } from '@x/codecs'
import { createZstdWasmDriver } from '@x/codecs/zstd-wasm'
import { openVectors, type Vector } from './open-vectors.ts'

/** Modules that the Worker imports: it may not compile bytes. */
export interface Modules {
  readonly zstd: WebAssembly.Module
  readonly cm: WebAssembly.Module
  readonly cmBalanced: WebAssembly.Module
  readonly cmFast: WebAssembly.Module
}

/** A Worker that opens the vectors in the request's body and answers with those that are wrong. */
export function createWorker({ zstd, ...modules }: Modules): {
  fetch(request: Request): Promise<Response>
} {
  return {
    fetch: async (request) => {
      const codecs = createCodecs({ zstd: createZstdWasmDriver(zstd), modules })
      return Response.json(await openVectors(codecs, (await request.json()) as Vector[]))
    },
  }
}
