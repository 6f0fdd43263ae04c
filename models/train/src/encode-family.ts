import { readFileSync } from 'node:fs'
import type { Corpus } from '@x/agentcompbench'
import { createWordpiece, type LinearModel } from '@x/classifier/training'
import { allTexts, isFor, openSamples } from './all-samples.ts'
import { createArrays } from './arrays.ts'
import { encodeSample, WINDOW } from './encode-sample.ts'
import type { Sample } from './sample.ts'

/** Where a family's texts are read and its arrays written. */
export interface EncodeFamilyOptions {
  readonly family: Sample['family']
  /** The samples as `models/agentcompbench` packs them. */
  readonly samples: string
  readonly corpus: Corpus
  readonly vocabulary: string
  readonly folder: string
  /** The linear model that a document is encoded with. */
  readonly linearOf: (docId: string) => LinearModel
}

/** Encodes what a model learns from into arrays; texts of the validation split are never written. Returns how many there are. */
export function encodeFamily(options: EncodeFamilyOptions): number {
  const wordpiece = createWordpiece(readFileSync(options.vocabulary, 'utf8'))
  const file = openSamples(options.samples)
  const arrays = createArrays(options.folder, {
    family: options.family,
    samplesSha256: file.sha256,
    window: WINDOW,
  })
  let count = 0
  for (const text of allTexts(file, options.corpus)) {
    if (!isFor(options.family, text)) continue
    arrays.add(text, encodeSample(text, options.family, wordpiece, options.linearOf(text.docId)))
    count++
  }
  arrays.close()
  return count
}
