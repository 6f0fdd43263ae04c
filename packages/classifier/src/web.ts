export { compiledRuntime } from './web/compiled-runtime.ts'
export { type ModelBytes, type OnnxWebOptions, onnxWeb, type WebRuntime } from './web/onnx-web.ts'
