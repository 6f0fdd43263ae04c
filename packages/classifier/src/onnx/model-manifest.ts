import { FEATURES_VERSION } from '../encoder/feature-table.ts'

/** What a model folder says of itself in `manifest.json`; more members are left alone. */
export interface ModelManifest {
  readonly name: string
  /** The ONNX file, in the same folder, and the vocabulary, one piece a line. */
  readonly file: string
  readonly vocabulary: string
  /** SHA-256 of both, in hexadecimal. */
  readonly sha256: string
  readonly vocabularySha256: string
  /** The linear model that it was trained on top of, as `linearId` names it. */
  readonly linear: string
  /** Tokens that the model reads at once. */
  readonly window: number
  /** What a text without JSON is cut into before it is described. */
  readonly unit: 'field' | 'sentence'
}

const FORMAT = 1

/**
 * Reads a manifest.
 *
 * @throws RangeError when it is of another format or other features than this version reads.
 */
export function parseManifest(json: string): ModelManifest {
  const found = JSON.parse(json) as Record<string, unknown>
  const refuse = (name: string) => {
    throw new RangeError(`the manifest has ${name} ${JSON.stringify(found[name])}`)
  }
  if (found.format !== FORMAT) refuse('format')
  if (found.features !== FEATURES_VERSION) refuse('features')
  if (found.unit !== 'field' && found.unit !== 'sentence') refuse('unit')
  if (typeof found.window !== 'number' || found.window < 128) refuse('window')
  for (const name of ['name', 'file', 'vocabulary', 'sha256', 'vocabularySha256', 'linear']) {
    if (typeof found[name] !== 'string') refuse(name)
  }
  return found as unknown as ModelManifest
}
