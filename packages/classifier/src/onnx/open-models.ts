import { createWordpiece } from '../encoder/wordpiece.ts'
import type { Family } from '../idf/tables.ts'
import { loadLinearBelow } from './load-linear-below.ts'
import {
  type Models,
  runSentences,
  runWindow,
  type TensorRuntime,
  type TensorSession,
} from './model.ts'
import { type ModelManifest, parseManifest, parseSentenceManifest } from './model-manifest.ts'
import { once } from './once.ts'

/** The files of a model, checked against its manifest, and a session that runs its graph. */
export interface OpenedModel<Manifest extends ModelManifest> {
  readonly manifest: Manifest
  /** `vocab.txt`, as text. */
  readonly vocabulary: string
  readonly runtime: TensorRuntime
  readonly session: TensorSession
}

/** Opens the model of a name; `parse` reads its manifest. */
export type OpenModel = <Manifest extends ModelManifest>(
  name: Family | 'asked',
  parse: (json: string) => Manifest,
) => Promise<OpenedModel<Manifest>>

/** Models that are opened when they are first asked for. `hasAsked` says whether there is one for texts that are asked about. */
export function openModels(open: OpenModel, hasAsked: boolean): Models {
  const keep = once(async (family: Family) => {
    const opened = await open(family, parseManifest)
    return { ...(await readyModel(opened)), run: runWindow(opened.runtime, opened.session) }
  })
  const asked = once(async (name: 'asked') => {
    const opened = await open(name, parseSentenceManifest)
    return { ...(await readyModel(opened)), embed: runSentences(opened.runtime, opened.session) }
  })
  return hasAsked ? { keep, asked: () => asked('asked') } : { keep }
}

async function readyModel<Manifest extends ModelManifest>({
  manifest,
  vocabulary,
}: OpenedModel<Manifest>) {
  const linear = await loadLinearBelow(manifest)
  return { manifest, wordpiece: createWordpiece(vocabulary), linear }
}
