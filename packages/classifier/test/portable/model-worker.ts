import { createKeepClassifier } from '@x/classifier'
import { compiledRuntime, onnxWeb } from '@x/classifier/web'
// @ts-expect-error compiled by workerd, not by TypeScript
import wasm from './ort.wasm'
import { TEXTS } from './select-all.ts'

/** A Worker that keeps by a model whose files come from the network, with the runtime as it loads itself at `/plain`. */
const worker = {
  async fetch({ url }: Request): Promise<Response> {
    const runtime = url.endsWith('/plain') ? {} : { runtime: () => compiledRuntime(wasm) }
    const backend = onnxWeb({ models: { structured: loadModel }, deadlineMs: 60_000, ...runtime })
    const { text, report, ...kept } = await createKeepClassifier({ backend }).keep(TEXTS[0]!, {
      rate: 0.3,
    })
    return Response.json({ text, report, scoredBy: kept.backend })
  },
}

// What the runtime says of its failures is in the report; the console is for what nobody expects.
console.error = () => {}

// biome-ignore lint/style/noDefaultExport: workerd asks for one.
export default worker

async function loadModel() {
  return {
    manifest: await (await fetch('http://model/manifest.json')).text(),
    model: new Uint8Array(await (await fetch('http://model/model.onnx')).arrayBuffer()),
    vocabulary: await (await fetch('http://model/vocab.txt')).text(),
  }
}
