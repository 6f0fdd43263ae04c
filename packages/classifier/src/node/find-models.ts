import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The folder `models` that holds a model, in this folder or in one above it; undefined where there is none. */
export function findModels(from: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    const found = join(folder, 'models')
    const isModels = ['structured', 'natural'].some((family) =>
      existsSync(join(found, `compact-${family}`, 'manifest.json')),
    )
    if (isModels) return found
    if (dirname(folder) === folder) return undefined
  }
}
