import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { FEATURE_NAMES, FEATURE_SIZES, FEATURES_VERSION } from '@x/classifier/training'
import type { TrainingText } from './all-samples.ts'
import type { LabelledWindow } from './encode-sample.ts'

/** Files of a folder that hold windows as flat arrays, token after token. */
export interface Arrays {
  add(sample: TrainingText, windows: readonly LabelledWindow[]): void
  /** Writes what is known of samples and windows. */
  close(): void
}

const COLUMNS = ['ids', 'features', 'labels', 'kinds', 'units'] as const

/** Opens a folder of arrays; what it held goes. `source` says which samples they are made of. */
export function createArrays(folder: string, source: Readonly<Record<string, unknown>>): Arrays {
  mkdirSync(folder, { recursive: true })
  const files = COLUMNS.map((name) => openSync(join(folder, `${name}.bin`), 'w'))
  const lengths: number[] = []
  const sampleOf: number[] = []
  const samples: unknown[] = []
  return {
    add(sample, windows) {
      for (const window of windows) {
        for (const [i, name] of COLUMNS.entries()) {
          const { buffer, byteOffset, byteLength } = window[name]
          writeSync(files[i]!, new Uint8Array(buffer, byteOffset, byteLength))
        }
        lengths.push(window.ids.length)
        sampleOf.push(samples.length)
      }
      const { source: family, scenario, docId } = sample
      const facts = {
        hasQuery: (sample.query ?? '') !== '',
        hasSeen: sample.seen !== undefined,
        needed: sample.needed.length,
      }
      samples.push({ source: family, scenario, docId, ...facts })
    },
    close() {
      for (const file of files) closeSync(file)
      const features = FEATURE_NAMES.map((name) => ({ name, size: FEATURE_SIZES[name] }))
      const facts = {
        ...source,
        featuresVersion: FEATURES_VERSION,
        features,
        lengths,
        sampleOf,
        samples,
      }
      writeFileSync(join(folder, 'facts.json'), JSON.stringify(facts))
    },
  }
}
