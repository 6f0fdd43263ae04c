import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { detect, type KeepBackend } from '@x/classifier'
import {
  createWordpiece,
  type Family,
  type KeepModel,
  type LinearModel,
  parseManifest,
  runWindow,
  scoreWithModel,
} from '@x/classifier/training'
import * as ort from 'onnxruntime-node'

/** A model folder that is no shipped one, on top of a linear model that its manifest need not name. */
export async function openModel(folder: string, linear: LinearModel): Promise<KeepModel> {
  const manifest = parseManifest(readFileSync(join(folder, 'manifest.json'), 'utf8'))
  const wordpiece = createWordpiece(readFileSync(join(folder, manifest.vocabulary), 'utf8'))
  const session = await ort.InferenceSession.create(join(folder, manifest.file), {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
  })
  return { manifest, wordpiece, linear, run: runWindow(ort as never, session as never) }
}

/** A backend of such a model, which takes every text for one of its family. */
export function openedBackend(family: Family, model: KeepModel): KeepBackend {
  const id = model.manifest.name
  return {
    id,
    score: (text, query) =>
      scoreWithModel(text, { ...query, detection: detect(text), family }, id, model, () => {}),
    close: async () => {},
  }
}
