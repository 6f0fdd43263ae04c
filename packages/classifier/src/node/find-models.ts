import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The folder `models` that holds a model, in this folder or in one above it; undefined where there is none. */
export function findModels(from: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    const found = join(folder, 'models')
    const isModels = ['structured', 'natural', 'asked'].some((name) =>
      existsSync(join(found, `compact-${name}`, 'manifest.json')),
    )
    if (isModels) return found
    if (dirname(folder) === folder) return undefined
  }
}
