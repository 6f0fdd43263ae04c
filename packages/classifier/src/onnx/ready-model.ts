import { createWordpiece, type Wordpiece } from '../encoder/wordpiece.ts'
import type { LinearModel } from '../linear/linear-model.ts'
import { loadLinearBelow } from './load-linear-below.ts'
import type { ModelManifest } from './model-manifest.ts'

/** The files of a model beside its graph, checked against the manifest. */
export interface ModelFiles<Manifest extends ModelManifest> {
  readonly manifest: Manifest
  /** `vocab.txt`, as text. */
  readonly vocabulary: string
}

/**
 * What a model needs beside its graph.
 *
 * @throws {RangeError} where it was trained on another linear model, or its vocabulary lacks a mark
 */
export async function readyModel<Manifest extends ModelManifest>({
  manifest,
  vocabulary,
}: ModelFiles<Manifest>): Promise<{
  readonly manifest: Manifest
  readonly wordpiece: Wordpiece
  readonly linear: LinearModel
}> {
  const linear = await loadLinearBelow(manifest)
  return { manifest, wordpiece: createWordpiece(vocabulary), linear }
}
