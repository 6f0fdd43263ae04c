import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Family } from '../idf/tables.ts'
import { type Models, runSentences, runWindow, type TensorSession } from '../onnx/model.ts'
import { type ModelManifest, parseManifest, parseSentenceManifest } from '../onnx/model-manifest.ts'
import { once } from '../onnx/once.ts'
import { readyModel } from '../onnx/ready-model.ts'

/**
 * The models of a folder: `compact-structured`, `compact-natural`, and `compact-asked` where it is there. `threads` is what one
 * run may use.
 */
export function createModelStore(folder: string, threads: number): Models {
  const folderOf = (name: string) => join(folder, `compact-${name}`)
  const keep = once(async (family: Family) => {
    const { files, ort, session } = await open(folderOf(family), parseManifest, threads)
    return { ...(await readyModel(files)), run: runWindow(ort, session) }
  })
  const asked = once(async (name: 'asked') => {
    const { files, ort, session } = await open(folderOf(name), parseSentenceManifest, threads)
    return { ...(await readyModel(files)), embed: runSentences(ort, session) }
  })
  const isAsked = existsSync(join(folderOf('asked'), 'manifest.json'))
  return isAsked ? { keep, asked: () => asked('asked') } : { keep }
}

async function open<Manifest extends ModelManifest>(
  folder: string,
  parse: (json: string) => Manifest,
  threads: number,
) {
  const manifest = parse(await readFile(join(folder, 'manifest.json'), 'utf8'))
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
  return {
    files: { manifest, vocabulary: vocabulary.toString('utf8') },
    ort: ort as never,
    session: session as unknown as TensorSession,
  }
}

async function readChecked(folder: string, file: string, sha256: string): Promise<Buffer> {
  const bytes = await readFile(join(folder, file))
  const found = createHash('sha256').update(bytes).digest('hex')
  if (found !== sha256) throw new Error(`${file} is not what its manifest says: SHA-256 ${found}`)
  return bytes
}
