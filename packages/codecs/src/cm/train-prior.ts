import { bytesOfContent, type Content } from '../content.ts'
import { coverSegments } from '../dictionary/cover.ts'
import { createDictionary, type Dictionary } from '../dictionary.ts'

/** How to train a prior. */
export interface TrainPriorOptions {
  /** Size of the prior, 1 KB to 256 KB; loading takes about half a millisecond a kilobyte. @default 131072 (128 KB) */
  readonly maxBytes?: number
}

const MIN_BYTES = 1024
const MAX_BYTES = 256 * 1024
const DEFAULT_BYTES = 128 * 1024

/**
 * Makes a prior for texts of one kind, which the context-mixing codecs read after the shipped one: all samples where
 * they fit, else the segments that cover most of what repeats in them. What is in it stays readable in it: never train
 * on what its readers may not see.
 * @throws {RangeError} for a size outside 1 KB to 256 KB, or samples that repeat nothing
 * @example
 * const prior = await trainPrior(prompts)
 * const { seal } = createCodecs({ dictionaries: [prior] })
 * await seal(text, { codec: 'cm', dictionary: prior.id })
 */
export async function trainPrior(
  samples: readonly Content[],
  options?: TrainPriorOptions,
): Promise<Dictionary> {
  const maxBytes = options?.maxBytes ?? DEFAULT_BYTES
  if (!Number.isInteger(maxBytes) || maxBytes < MIN_BYTES || maxBytes > MAX_BYTES) {
    throw new RangeError(`maxBytes ${maxBytes} is outside ${MIN_BYTES} to ${MAX_BYTES}`)
  }
  const contents = samples.map((sample) => bytesOfContent(sample).bytes)
  const total = contents.reduce((sum, { length }) => sum + length, 0)
  const prior = total <= maxBytes ? joined(contents, total) : coverSegments(contents, maxBytes)
  if (prior.length === 0) {
    throw new RangeError('the samples repeat nothing; give more texts of one kind')
  }
  return createDictionary(prior)
}

function joined(pieces: readonly Uint8Array[], total: number): Uint8Array {
  const bytes = new Uint8Array(total)
  let at = 0
  for (const piece of pieces) {
    bytes.set(piece, at)
    at += piece.length
  }
  return bytes
}
