import { FEATURES_VERSION } from '../encoder/feature-table.ts'
import {
  SIMILARITY_INPUTS,
  SIMILARITY_VERSION,
  type SimilarityWeights,
} from '../similarity/rescore-sentences.ts'

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
}

/** Of a model that scores the strings of windows. */
export interface KeepManifest extends ModelManifest {
  /** What a text without JSON is cut into before it is described. */
  readonly unit: 'field' | 'sentence'
}

/** Of a model that says how alike sentences are. */
export interface SentenceManifest extends ModelManifest {
  /** What similarities make of the logits of the linear model. */
  readonly similarity: SimilarityWeights
}

const FORMAT = 1
const LEAST_WINDOW = 128

/**
 * Reads the manifest of a model that scores strings.
 *
 * @throws {RangeError} when it is of another format or other features than this version reads.
 */
export function parseManifest(json: string): KeepManifest {
  const found = readManifest(json)
  if (found.features !== FEATURES_VERSION) refuse(found, 'features')
  if (found.unit !== 'field' && found.unit !== 'sentence') refuse(found, 'unit')
  return found as unknown as KeepManifest
}

/**
 * Reads the manifest of a model that compares sentences.
 *
 * @throws {RangeError} when it is of another format, was fitted for other numbers, or lacks a weight.
 */
export function parseSentenceManifest(json: string): SentenceManifest {
  const found = readManifest(json)
  if (found.similarityVersion !== SIMILARITY_VERSION) refuse(found, 'similarityVersion')
  const { bias, weights } = (found.similarity ?? {}) as Partial<SimilarityWeights>
  const isComplete = Array.isArray(weights) && weights.length === SIMILARITY_INPUTS
  if (!isComplete || ![bias, ...weights].every(Number.isFinite)) refuse(found, 'similarity')
  return found as unknown as SentenceManifest
}

function readManifest(json: string): Record<string, unknown> {
  const found = JSON.parse(json) as Record<string, unknown>
  if (found.format !== FORMAT) refuse(found, 'format')
  if (typeof found.window !== 'number' || found.window < LEAST_WINDOW) refuse(found, 'window')
  for (const name of ['name', 'file', 'vocabulary', 'sha256', 'vocabularySha256', 'linear']) {
    if (typeof found[name] !== 'string') refuse(found, name)
  }
  return found
}

function refuse(found: Record<string, unknown>, name: string): never {
  throw new RangeError(`the manifest has ${name} ${JSON.stringify(found[name])}`)
}
