import { readFileSync } from 'node:fs'
import type { Corpus } from '@x/agentcompbench'
import { createWordpiece, type LinearModel } from '@x/classifier/training'
import { allTexts, isFor, openSamples, type SampleFile } from './all-samples.ts'
import { createArrays } from './arrays.ts'
import { encodeSample, WINDOW } from './encode-sample.ts'
import type { Sample } from './sample.ts'

/** Where a family's texts are read and its arrays written. */
export interface EncodeFamilyOptions {
  readonly family: Sample['family']
  /** The samples as `models/agentcompbench` packs them. */
  readonly samples: string
  /** The card of the samples, which names their SHA-256. */
  readonly card: string
  readonly corpus: Corpus
  readonly vocabulary: string
  readonly folder: string
  /** The linear model that a document is encoded with. */
  readonly linearOf: (docId: string) => LinearModel
}

/**
 * Encodes what a model learns from into arrays; texts of the validation split are never written. Returns how many there are.
 *
 * @throws Error for samples that are not those of the card
 */
export function encodeFamily(options: EncodeFamilyOptions): number {
  const file = openCardedSamples(options)
  const wordpiece = createWordpiece(readFileSync(options.vocabulary, 'utf8'))
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

/**
 * Opens the samples that the card names: a build that lay there from before the data changed would be trained on without a word.
 *
 * @throws Error for others
 */
export function openCardedSamples({
  samples,
  card,
}: Pick<EncodeFamilyOptions, 'samples' | 'card'>): SampleFile {
  const file = openSamples(samples)
  if (readFileSync(card, 'utf8').includes(file.sha256)) return file
  throw new Error(
    `${samples} has SHA-256 ${file.sha256}, which ${card} does not name: build the samples anew, or write the hash of the new ones there.`,
  )
}
