import { type ModelBytes, onnxWeb, type WebRuntime } from '@x/classifier/web'
import * as ort from 'onnxruntime-web/wasm'
import { keepAll, selectAll } from './select-all.ts'

// What the test asks the page for.
Object.assign(globalThis, { selectAll, selectWithModels })

async function selectWithModels(): Promise<string[]> {
  const models = {
    structured: loadModel('structured'),
    natural: loadModel('natural'),
    asked: loadModel('asked'),
  }
  return await keepAll(onnxWeb({ models, deadlineMs: 60_000, runtime }))
}

async function runtime(): Promise<WebRuntime> {
  Object.assign(ort.env.wasm, { numThreads: 1, wasmBinary: await bytesOf('/model/ort.wasm') })
  return ort as unknown as WebRuntime
}

function loadModel(family: string): () => Promise<ModelBytes> {
  return async () => ({
    manifest: await (await fetch(`/model/${family}/manifest.json`)).text(),
    model: await bytesOf(`/model/${family}/model.onnx`),
    vocabulary: await (await fetch(`/model/${family}/vocab.txt`)).text(),
  })
}

async function bytesOf(path: string): Promise<Uint8Array> {
  return new Uint8Array(await (await fetch(path)).arrayBuffer())
}
