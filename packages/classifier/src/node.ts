export { findModels } from './node/find-models.ts'
export { type OnnxNodeOptions, onnxNode } from './node/onnx-node.ts'
