import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { startWorkerd } from '../../../../test/harness/workerd.ts'
import { createKeepClassifier, scoreHeuristic, selectKept } from '../../src/index.ts'
import { onnxWeb } from '../../src/web.ts'
import { tinyModel } from '../onnx/tiny-model.ts'
import { TEXTS } from './select-all.ts'

const WASM = join(
  dirname(createRequire(import.meta.url).resolve('onnxruntime-web/wasm')),
  'ort-wasm-simd-threaded.wasm',
)
const SHIPPED = join(import.meta.dirname, '../../../../models/compact-structured')
const OPTIONS = { rate: 0.3 }

type FileOf = (name: string) => string | Uint8Array<ArrayBuffer>

async function keptInWorkerd(fileOf: FileOf, path: string): Promise<Record<string, unknown>> {
  const app = await startWorkerd(join(import.meta.dirname, 'model-worker.ts'), {
    wasm: { 'ort.wasm': readFileSync(WASM) },
    outbound: ({ url }) => new Response(fileOf(new URL(url).pathname.slice(1))),
  })
  try {
    return (await (await app.fetch(`http://pith.test${path}`)).json()) as Record<string, unknown>
  } finally {
    await app.close()
  }
}

async function keptHere(fileOf: FileOf): Promise<Record<string, unknown>> {
  const load = async () => ({
    manifest: String(fileOf('manifest.json')),
    model: fileOf('model.onnx') as Uint8Array,
    vocabulary: String(fileOf('vocab.txt')),
  })
  const backend = onnxWeb({ models: { structured: load }, deadlineMs: 60_000 })
  const kept = await createKeepClassifier({ backend }).keep(TEXTS[0]!, OPTIONS)
  return { text: kept.text, report: kept.report, scoredBy: kept.backend }
}

const tiny: FileOf = (name) => {
  const { manifest, model, vocabulary } = tinyModel('structured')
  if (name === 'manifest.json') return manifest
  return name === 'vocab.txt' ? vocabulary : new Uint8Array(model)
}
const shipped: FileOf = (name) => {
  const bytes = readFileSync(join(SHIPPED, name))
  return name === 'model.onnx' ? new Uint8Array(bytes) : bytes.toString('utf8')
}

describe('a Worker', () => {
  it('leaves a text to the heuristic where it would have to compile WebAssembly, and says so', async () => {
    const found = await keptInWorkerd(tiny, '/plain')
    const { text } = selectKept(TEXTS[0]!, scoreHeuristic(TEXTS[0]!, OPTIONS), OPTIONS)
    expect(found).toMatchObject({ text, scoredBy: 'heuristic' })
    expect(String(found.report)).toMatch(/heuristic scored in place of onnx-web: /)
  }, 120_000)

  it('keeps by a model as this process does, with a runtime that was compiled before', async () => {
    const found = await keptInWorkerd(tiny, '/compiled')
    expect(found).toEqual(await keptHere(tiny))
    expect(found.scoredBy).toMatch(/^onnx-web /)
  }, 120_000)

  it('does so with the shipped model', async (context) => {
    context.skip(!existsSync(join(SHIPPED, 'manifest.json')), 'no models/compact-structured')
    expect(await keptInWorkerd(shipped, '/compiled')).toEqual(await keptHere(shipped))
  }, 120_000)
})
