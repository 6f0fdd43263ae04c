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
export { type ContainerHeader, type ContentKind, readHeader } from './container.ts'
export type { Content } from './content.ts'
export { crc32c } from './crc32c.ts'
export type { Dictionary } from './dictionary.ts'
export { ContainerError, type ContainerFault, MissingKnowledgeError } from './errors.ts'
export type { Profile } from './profiles.ts'
export type { ZstdDictionaryLibrary, ZstdDriver, ZstdLibrary } from './zstd/driver.ts'
