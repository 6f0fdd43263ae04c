import type { KeepBackend } from '../classifier/keep-classifier.ts'
import { detect } from '../detect/detect.ts'
import { createWordpiece } from '../encoder/wordpiece.ts'
import { familyOf } from '../heuristic/families.ts'
import type { Family } from '../idf/tables.ts'
import { loadLinearBelow } from '../onnx/load-linear-below.ts'
import { type KeepModel, runWindow, type TensorRuntime, type TensorSession } from '../onnx/model.ts'
import { parseManifest } from '../onnx/model-manifest.ts'
import { scoreWithModel } from '../onnx/score-with-model.ts'
import { sha256 } from './sha256.ts'

/** The files of one model folder. */
export interface ModelBytes {
  /** `manifest.json`, as text. */
  readonly manifest: string
  /** The ONNX file. */
  readonly model: Uint8Array
  /** `vocab.txt`, as text. */
  readonly vocabulary: string
}

/** What `onnxruntime-web` is used for. */
export interface WebRuntime extends TensorRuntime {
  readonly env: { readonly wasm: { numThreads?: number; wasmPaths?: unknown } }
  readonly InferenceSession: { create(model: Uint8Array): Promise<unknown> }
}

/** Options of `onnxWeb`. */
export interface OnnxWebOptions {
  /** The models; a text whose family has none is left to the heuristic. Called once for each family, on its first text. */
  readonly models: Readonly<Partial<Record<Family, () => Promise<ModelBytes>>>>
  /**
   * Milliseconds from the call on, loading included, after which the heuristic serves a text. A window that runs is not
   * broken off.
   * @default 10000
   */
  readonly deadlineMs?: number
  /**
   * Loads onnxruntime-web, where a bundler needs to be told how, or where its WebAssembly lies elsewhere.
   * @default imports `onnxruntime-web/wasm`, one thread
   */
  readonly runtime?: () => Promise<WebRuntime>
}

/**
 * Scores with ONNX models in `onnxruntime-web` (WebAssembly), in browsers and where else that runs. Whatever fails rejects
 * with its reason, and the classifier falls back to the heuristic.
 */
export function onnxWeb(options: OnnxWebOptions): KeepBackend {
  const { models, deadlineMs = 10_000, runtime = importRuntime } = options
  const loading = new Map<Family, Promise<KeepModel>>()

  function load(family: Family): Promise<KeepModel> {
    const known = loading.get(family)
    if (known !== undefined) return known
    const fetchModel = models[family]
    if (fetchModel === undefined) throw new Error(`there is no model for ${family} texts`)
    const started = loadModel(fetchModel, runtime)
    loading.set(family, started)
    return started
  }

  return {
    id: 'onnx-web',
    async score(text, query) {
      const over = performance.now() + deadlineMs
      const proceed = () => {
        if (performance.now() > over) throw new Error(`no scores within ${deadlineMs} ms`)
      }
      const detection = query.detection ?? detect(text)
      const family = familyOf(detection.kind)
      const model = await load(family)
      return await scoreWithModel(text, { ...query, detection, family }, 'onnx-web', model, proceed)
    },
    async close() {
      loading.clear()
    },
  }
}

async function importRuntime(): Promise<WebRuntime> {
  const ort = (await import('onnxruntime-web/wasm')) as unknown as WebRuntime
  ort.env.wasm.numThreads = 1
  return ort
}

async function loadModel(
  fetchModel: () => Promise<ModelBytes>,
  runtime: () => Promise<WebRuntime>,
): Promise<KeepModel> {
  const { manifest: json, model, vocabulary } = await fetchModel()
  const manifest = parseManifest(json)
  check(manifest.file, model, manifest.sha256)
  check(manifest.vocabulary, new TextEncoder().encode(vocabulary), manifest.vocabularySha256)
  const ort = await runtime()
  const session = (await ort.InferenceSession.create(model)) as TensorSession
  const wordpiece = createWordpiece(vocabulary)
  const linear = await loadLinearBelow(manifest)
  return { manifest, wordpiece, linear, run: runWindow(ort, session) }
}

function check(file: string, bytes: Uint8Array, wanted: string): void {
  const found = sha256(bytes)
  if (found !== wanted) throw new Error(`${file} is not what its manifest says: SHA-256 ${found}`)
}
