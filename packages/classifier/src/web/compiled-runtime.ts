import type { WebRuntime } from './onnx-web.ts'

/** Whatever emscripten asks of `WebAssembly.instantiate`. */
type Instantiate = (source: unknown, imports: WebAssembly.Imports) => Promise<unknown>

/** Eight bytes of a module that holds nothing: onnxruntime-web wants a binary, of which nothing is read. */
const EMPTY_MODULE = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0)

/**
 * onnxruntime-web where WebAssembly may be run but not compiled, as in Workers: with its `ort-wasm-simd-threaded.wasm` as a
 * module that the deployment has compiled. While a session is made `WebAssembly.instantiate` answers with that module.
 *
 * @example
 * import wasm from './ort-wasm-simd-threaded.wasm'
 * onnxWeb({ models, runtime: () => compiledRuntime(wasm) })
 */
export async function compiledRuntime(module: WebAssembly.Module): Promise<WebRuntime> {
  const ort = (await import('onnxruntime-web/wasm')) as unknown as WebRuntime
  Object.assign(ort.env.wasm, { numThreads: 1, wasmBinary: EMPTY_MODULE })
  const { create } = ort.InferenceSession
  return {
    env: ort.env,
    Tensor: ort.Tensor,
    InferenceSession: {
      create: (model) => withModule(module, () => create.call(ort.InferenceSession, model)),
    },
  }
}

/** Sessions that are made at once share the answer: the last to be done gives back what was there before. */
async function withModule<Made>(
  module: WebAssembly.Module,
  make: () => Promise<Made>,
): Promise<Made> {
  const own = WebAssembly as unknown as { instantiate: Instantiate }
  if (waiting.count++ === 0) {
    const { instantiate } = own
    waiting.restore = () => {
      own.instantiate = instantiate
    }
    own.instantiate = async (_, imports) => ({
      instance: await instantiate.call(own, module, imports),
      module,
    })
  }
  try {
    return await make()
  } finally {
    if (--waiting.count === 0) waiting.restore()
  }
}

const waiting = { count: 0, restore: (): void => {} }
