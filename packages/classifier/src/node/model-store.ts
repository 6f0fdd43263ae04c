import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Models, TensorSession } from '../onnx/model.ts'
import { type OpenModel, openModels } from '../onnx/open-models.ts'

/**
 * The models of a folder: `compact-structured`, `compact-natural`, and `compact-asked` where it is there. `threads` is what one
 * run may use.
 */
export function createModelStore(folder: string, threads: number): Models {
  const folderOf = (name: string) => join(folder, `compact-${name}`)
  const open: OpenModel = async (name, parse) => {
    const manifest = parse(await readFile(join(folderOf(name), 'manifest.json'), 'utf8'))
    const [model, vocabulary] = await Promise.all([
      readChecked(folderOf(name), manifest.file, manifest.sha256),
      readChecked(folderOf(name), manifest.vocabulary, manifest.vocabularySha256),
    ])
    const ort = await import('onnxruntime-node')
    const session = await ort.InferenceSession.create(model, {
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      executionProviders: ['cpu'],
      logSeverityLevel: 4,
    })
    return {
      manifest,
      vocabulary: vocabulary.toString('utf8'),
      runtime: ort as never,
      session: session as unknown as TensorSession,
    }
  }
  return openModels(open, existsSync(join(folderOf('asked'), 'manifest.json')))
}

async function readChecked(folder: string, file: string, sha256: string): Promise<Buffer> {
  const bytes = await readFile(join(folder, file))
  const found = createHash('sha256').update(bytes).digest('hex')
  if (found !== sha256) throw new Error(`${file} is not what its manifest says: SHA-256 ${found}`)
  return bytes
}
