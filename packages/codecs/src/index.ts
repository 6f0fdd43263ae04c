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
export { ContainerError, type ContainerFault, MissingKnowledgeError, StoreError } from './errors.ts'
export { type MessageStore, openStore, type StoreOptions } from './message-store.ts'
export type { Profile } from './profiles.ts'
export type { StoreDriver, StoredRecord } from './store/driver.ts'
export { createMemoryDriver } from './store/memory-driver.ts'
export type { SearchHit } from './store/search.ts'
export type { StoreCheck, StoreStats } from './store/verify.ts'
export { createTrigramFilter, mayContain } from './trigram-filter.ts'
export type { ZstdDictionaryLibrary, ZstdDriver, ZstdLibrary } from './zstd/driver.ts'
