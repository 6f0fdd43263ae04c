import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createWordpiece } from '../encoder/wordpiece.ts'
import type { Family } from '../idf/tables.ts'
import { loadLinearBelow } from '../onnx/load-linear-below.ts'
import { type KeepModel, runWindow, type TensorSession } from '../onnx/model.ts'
import { parseManifest } from '../onnx/model-manifest.ts'

/** Models in a folder, each loaded once, when it is first asked for. */
export interface ModelStore {
  load(family: Family): Promise<KeepModel>
}

/** The models `compact-structured` and `compact-natural` of a folder; `threads` is what one run may use. */
export function createModelStore(folder: string, threads: number): ModelStore {
  const loading = new Map<Family, Promise<KeepModel>>()
  return {
    load(family) {
      const known = loading.get(family)
      if (known !== undefined) return known
      const started = loadModel(join(folder, `compact-${family}`), threads)
      loading.set(family, started)
      return started
    },
  }
}

async function loadModel(folder: string, threads: number): Promise<KeepModel> {
  const manifest = parseManifest(await readFile(join(folder, 'manifest.json'), 'utf8'))
  const [model, vocabulary] = await Promise.all([
    readChecked(folder, manifest.file, manifest.sha256),
    readChecked(folder, manifest.vocabulary, manifest.vocabularySha256),
  ])
  const ort = await import('onnxruntime-node')
  const session = await ort.InferenceSession.create(model, {
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    executionProviders: ['cpu'],
    logSeverityLevel: 4,
  })
  const wordpiece = createWordpiece(vocabulary.toString('utf8'))
  const run = runWindow(ort as never, session as unknown as TensorSession)
  const linear = await loadLinearBelow(manifest)
  return { manifest, wordpiece, linear, run }
}

async function readChecked(folder: string, file: string, sha256: string): Promise<Buffer> {
  const bytes = await readFile(join(folder, file))
  const found = createHash('sha256').update(bytes).digest('hex')
  if (found !== sha256) throw new Error(`${file} is not what its manifest says: SHA-256 ${found}`)
  return bytes
}
