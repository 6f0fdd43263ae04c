import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Family } from '@x/classifier/training'

/** How a model was after its last step, or the linear model before the first. */
export interface LossFacts {
  readonly dev: number
  readonly precision: number
}

/** What the manifest of a model says of its training. */
export interface SizedManifest {
  readonly layers: number
  readonly bytes: number
  readonly training: LossFacts & { readonly step: number }
  readonly linearAlone: LossFacts
}

export interface SizedModel {
  readonly folder: string
  readonly manifest: SizedManifest
}

/** The models that `npm run train -- FAMILY --layers N` has left, by layers. */
export function sizedModels(root: string, family: Family): SizedModel[] {
  const runs = join(root, 'models/train/.work', family)
  if (!existsSync(runs)) return []
  return readdirSync(runs)
    .filter((name) => /^layers-\d+$/.test(name))
    .map((name) => join(runs, name, 'model'))
    .filter((folder) => existsSync(join(folder, 'manifest.json')))
    .map((folder) => ({ folder, manifest: readManifest(folder) }))
    .sort((a, b) => a.manifest.layers - b.manifest.layers)
}

function readManifest(folder: string): SizedManifest {
  return JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'))
}
