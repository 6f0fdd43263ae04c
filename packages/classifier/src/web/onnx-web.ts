import type { KeepBackend } from '../classifier/keep-classifier.ts'
import { detect } from '../detect/detect.ts'
import { familyOf } from '../heuristic/families.ts'
import type { Family } from '../idf/tables.ts'
import type { Models, TensorRuntime, TensorSession } from '../onnx/model.ts'
import { type OpenModel, openModels } from '../onnx/open-models.ts'
import { scoreText } from '../onnx/score-text.ts'
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
  /**
   * The models, each fetched once, for the first text that it reads: `asked` those of the natural family that come with a
   * question, where it is given. A text whose family has none is left to the heuristic.
   */
  readonly models: Readonly<Partial<Record<Family | 'asked', () => Promise<ModelBytes>>>>
  /**
   * Milliseconds from the call on, loading included, after which the heuristic serves a text. A window or batch that runs is not
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
  let loaded = webModels(models, runtime)

  return {
    id: 'onnx-web',
    async score(text, query) {
      const over = performance.now() + deadlineMs
      const proceed = () => {
        if (performance.now() > over) throw new Error(`no scores within ${deadlineMs} ms`)
      }
      const detection = query.detection ?? detect(text)
      const known = { ...query, detection, family: familyOf(detection.kind) }
      return await scoreText(text, known, 'onnx-web', loaded, proceed)
    },
    async close() {
      loaded = webModels(models, runtime)
    },
  }
}

async function importRuntime(): Promise<WebRuntime> {
  const ort = (await import('onnxruntime-web/wasm')) as unknown as WebRuntime
  ort.env.wasm.numThreads = 1
  return ort
}

function webModels(models: OnnxWebOptions['models'], load: () => Promise<WebRuntime>): Models {
  const open: OpenModel = async (name, parse) => {
    const fetchModel = models[name]
    if (fetchModel === undefined) throw new Error(`there is no model for ${name} texts`)
    const { manifest: json, model, vocabulary } = await fetchModel()
    const manifest = parse(json)
    check(manifest.file, model, manifest.sha256)
    check(manifest.vocabulary, new TextEncoder().encode(vocabulary), manifest.vocabularySha256)
    const runtime = await load()
    const session = (await runtime.InferenceSession.create(model)) as TensorSession
    return { manifest, vocabulary, runtime, session }
  }
  return openModels(open, models.asked !== undefined)
}

function check(file: string, bytes: Uint8Array, wanted: string): void {
  const found = sha256(bytes)
  if (found !== wanted) throw new Error(`${file} is not what its manifest says: SHA-256 ${found}`)
}
