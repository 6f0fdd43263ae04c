export { type ModelBytes, type OnnxWebOptions, onnxWeb } from './web/onnx-web.ts'
