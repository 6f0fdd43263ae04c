import { bytesOfContent, type Content } from './content.ts'
import { coverSegments } from './dictionary/cover.ts'
import { entropyTables } from './dictionary/entropy-tables.ts'
import { countCodes } from './dictionary/lz-statistics.ts'
import { createDictionary, type Dictionary } from './dictionary.ts'
import { defaultZstdDriver } from './zstd/default-driver.ts'
import type { ZstdDriver } from './zstd/driver.ts'

/** How to train. */
export interface TrainOptions {
  /** Size of the dictionary, 1 KB to 256 KB; a tenth of the samples is plenty. @default 114688 (112 KB) */
  readonly maxBytes?: number
  /** @default the driver of createCodecs */
  readonly zstd?: ZstdDriver
}

const MIN_BYTES = 1024
const MAX_BYTES = 256 * 1024
const DEFAULT_BYTES = 112 * 1024
/** What the entropy tables are counted on; more changes them no further. */
const MAX_COUNTED_BYTES = 4_000_000
const MAX_SAMPLE_BYTES = 64 * 1024

const MAGIC = [0x37, 0xa4, 0x30, 0xec]
/** Offsets that zstd holds ready at the start of a text; its own defaults. */
const REPEAT_OFFSETS = [1, 4, 8]

/**
 * Trains a zstd dictionary on texts of one kind: segments chosen by COVER, and entropy tables of a Lempel-Ziv parse of
 * the samples. What is in it stays readable in it: never train on what its readers may not see.
 * @throws {RangeError} for a size outside 1 KB to 256 KB, or samples that repeat nothing
 * @example
 * const dictionary = await trainDictionary(prompts)
 * const { seal } = createCodecs({ dictionaries: [dictionary] })
 * await seal(text, { codec: 'zstd-dictionary', dictionary: dictionary.id })
 */
export async function trainDictionary(
  samples: readonly Content[],
  options?: TrainOptions,
): Promise<Dictionary> {
  const maxBytes = options?.maxBytes ?? DEFAULT_BYTES
  if (!Number.isInteger(maxBytes) || maxBytes < MIN_BYTES || maxBytes > MAX_BYTES) {
    throw new RangeError(`maxBytes ${maxBytes} is outside ${MIN_BYTES} to ${MAX_BYTES}`)
  }
  const contents = samples.map((sample) => bytesOfContent(sample).bytes)
  // Two kilobytes hold the tables: Huffman tree, three tables, repeat offsets.
  const content = coverSegments(
    contents,
    maxBytes - 2048 > MIN_BYTES ? maxBytes - 512 : maxBytes / 2,
  )
  if (content.length < 64) {
    throw new RangeError('the samples repeat nothing; give more texts of one kind')
  }
  return finishDictionary(content, contents, options?.zstd ?? defaultZstdDriver)
}

/** Puts entropy tables, counted on the samples, before content that was chosen elsewhere. */
export async function finishDictionary(
  content: Uint8Array,
  samples: readonly Uint8Array[],
  zstd: ZstdDriver = defaultZstdDriver,
): Promise<Dictionary> {
  const counted = takeBytes(samples, MAX_COUNTED_BYTES)
  const tables = entropyTables(countCodes(content, counted), await zstd.load())
  const repeats = REPEAT_OFFSETS.flatMap((offset) => [offset, 0, 0, 0])
  // The id inside is zero, "none": containers name a dictionary by its content.
  const bytes = new Uint8Array(8 + tables.length + repeats.length + content.length)
  bytes.set(MAGIC)
  bytes.set(tables, 8)
  bytes.set(repeats, 8 + tables.length)
  bytes.set(content, 8 + tables.length + repeats.length)
  return createDictionary(bytes)
}

/** An even choice of samples up to a total. */
function takeBytes(samples: readonly Uint8Array[], total: number): Uint8Array[] {
  const cut = samples.map((sample) => sample.subarray(0, MAX_SAMPLE_BYTES))
  const sum = cut.reduce((bytes, { length }) => bytes + length, 0)
  const stride = Math.max(1, Math.ceil(sum / total))
  return cut.filter((_, index) => index % stride === 0)
}
