export type { BrotliDriver } from './brotli.ts'
export type { Codec, Coder, CoderOptions, Knowledge, Surroundings } from './codec.ts'
export { CODECS } from './codec-table.ts'
export {
  type Codecs,
  type CodecsOptions,
  createCodecs,
  type OpenOptions,
  type SealOptions,
} from './codecs.ts'
export {
  type CodecComparison,
  type CodecResult,
  type ComparisonOptions,
  compareCodecs,
} from './comparison.ts'
export { type ContainerHeader, type ContentKind, readHeader } from './container.ts'
export type { Content } from './content.ts'
export { createDictionary, type Dictionary } from './dictionary.ts'
export {
  type EmpiricalLimit,
  type EntropyOptions,
  type EntropyOrder,
  type EntropyUnit,
  empiricalLimit,
  shannonEntropy,
} from './entropy.ts'
export { ContainerError, type ContainerFault, MissingKnowledgeError } from './errors.ts'
export type { Profile } from './profiles.ts'
export {
  COMPRESSION_METHODS,
  type CompressionMethod,
  createPromptCompressor,
  type MethodStats,
  type PromptCompressor,
  type PromptCompressorOptions,
  type PromptStats,
} from './prompt-compressor.ts'
export { type Verification, verifyRoundTrip } from './verification.ts'
export type { ZstdDictionaryLibrary, ZstdDriver, ZstdLibrary } from './zstd/driver.ts'
