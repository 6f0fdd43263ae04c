import type { EncodingName } from '@x/tokens'
import { ENCODING_NAMES } from '@x/tokens'
import type { BrotliDriver } from './brotli.ts'
import type { Codec, Coder, CoderOptions, Surroundings } from './codec.ts'
import { CODECS, codecOfName } from './codec-table.ts'
import { type ContainerHeader, frameContainer, readHeader, verifyChecksum } from './container.ts'
import { bytesOfContent, type Content, type ContentBytes, contentOfBytes } from './content.ts'
import type { Dictionary } from './dictionary.ts'
import { ContainerError, MissingKnowledgeError } from './errors.ts'
import { type Attempt, PROFILES, type Profile } from './profiles.ts'
import { defaultZstdDriver } from './zstd/default-driver.ts'
import type { ZstdDriver } from './zstd/driver.ts'

/** What the runtime or the caller brings; everything has a default that runs everywhere. */
export interface CodecsOptions {
  /** @default zstd-codec, with @bokuweb/zstd-wasm for large dictionaries at high levels */
  readonly zstd?: ZstdDriver
  /** @default none: `auto` passes brotli over, and a brotli container is refused by name */
  readonly brotli?: BrotliDriver
  /** Dictionaries and priors beside the shipped ones. @default none */
  readonly dictionaries?: readonly Dictionary[]
  /** Compiled WebAssembly for runtimes that may not compile bytes (Workers). @default compiled when first used */
  readonly modules?: Surroundings['modules']
}

/** How to seal. */
export interface SealOptions {
  /** A codec by name, or `auto`: the smallest container that the profile finds. @default 'auto' */
  readonly codec?: string
  /** Speed budget of `auto`. @default 'balanced' */
  readonly profile?: Profile
  /** Strength for a codec by name: 1 to 22 as in zstd, more than 11 is 11 for brotli. @default 15 */
  readonly level?: number
  /** Vocabulary of `token` and `hybrid`. @default 'o200k_base' */
  readonly encoding?: EncodingName
  /** Id of one of the caller's dictionaries, for a codec by name that takes one. @default the shipped one */
  readonly dictionary?: number
}

/** How to open. */
export interface OpenOptions {
  /** Containers that claim more are refused before anything is allocated. @default 268435456 */
  readonly maxBytes?: number
}

/** The codecs in one set of surroundings; loaded libraries, vocabularies and dictionaries are kept. */
export interface Codecs {
  /**
   * The smallest self-describing form of a text or of bytes; never more than the content and 16 bytes.
   * @throws {RangeError} for an unknown codec, profile or encoding, or a level outside 1 to 22
   */
  seal(content: Content, options?: SealOptions): Promise<Uint8Array>
  /**
   * What was sealed, a text as text and bytes as bytes, code unit for code unit.
   * @throws {ContainerError} for anything but a whole, unharmed container within `maxBytes`
   * @throws {MissingKnowledgeError} where a dictionary, prior or driver is not here
   */
  open(container: Uint8Array, options?: OpenOptions): Promise<Content>
  /** The bare payload of one codec (not `auto`), without header: the caller keeps codec, length and checksum. */
  encode(content: Content, options: SealOptions & { readonly codec: string }): Promise<Uint8Array>
  /** The bytes of a bare payload that held `length` bytes. */
  decode(
    payload: Uint8Array,
    length: number,
    options: SealOptions & { readonly codec: string },
  ): Promise<Uint8Array>
}

const DEFAULT_MAX_BYTES = 256 * 1024 * 1024
const DEFAULT_LEVEL = 15
const MAX_LEVEL = 22
/** Loaded coders kept at a time: one may hold a prior of some megabytes. */
const MAX_CODERS = 16

/**
 * Binds the codecs to their surroundings.
 * @example
 * const { seal, open } = createCodecs()
 * const container = await seal('You are a helpful assistant.')
 * await open(container) // 'You are a helpful assistant.'
 */
export function createCodecs(options?: CodecsOptions): Codecs {
  const load = createLoader({
    zstd: options?.zstd ?? defaultZstdDriver,
    dictionaries: options?.dictionaries ?? [],
    modules: options?.modules ?? {},
    ...(options?.brotli === undefined ? {} : { brotli: options.brotli }),
  })
  return {
    seal: async (content, sealOptions) => {
      const resolved = resolveSealOptions(sealOptions)
      const bytes = bytesOfContent(content)
      if (resolved.codec !== 'auto') {
        return sealWith(codecOfName(resolved.codec), bytes, await load(resolved))
      }
      return sealSmallest(bytes, resolved, load)
    },
    open: (container, openOptions) => openContainer(container, openOptions, load),
    encode: async (content, sealOptions) => {
      const coder = await load(resolveSealOptions(sealOptions))
      return coder.encode(bytesOfContent(content).bytes)
    },
    decode: async (payload, length, sealOptions) => {
      const coder = await load(resolveSealOptions(sealOptions))
      return checkedLength(coder.decode(payload, length), length, 0)
    },
  }
}

interface ResolvedSealOptions {
  readonly codec: string
  readonly profile: Profile
  readonly level: number
  readonly encoding: EncodingName
  readonly knowledgeId: number | undefined
}

type Load = (options: Omit<ResolvedSealOptions, 'profile'>) => Promise<Coder>

function resolveSealOptions(options: SealOptions | undefined): ResolvedSealOptions {
  const level = options?.level ?? DEFAULT_LEVEL
  if (!Number.isInteger(level) || level < 1 || level > MAX_LEVEL) {
    throw new RangeError(`level ${level} is outside 1 to ${MAX_LEVEL}`)
  }
  const profile = options?.profile ?? 'balanced'
  if (!Object.hasOwn(PROFILES, profile)) {
    const known = Object.keys(PROFILES).join(', ')
    throw new RangeError(`profile ${JSON.stringify(profile)} is unknown; known are ${known}`)
  }
  const encoding = options?.encoding ?? 'o200k_base'
  if (!ENCODING_NAMES.includes(encoding)) {
    const known = ENCODING_NAMES.join(', ')
    throw new RangeError(`encoding ${JSON.stringify(encoding)} is unknown; known are ${known}`)
  }
  const codec = options?.codec ?? 'auto'
  return { codec, profile, level, encoding, knowledgeId: options?.dictionary }
}

function createLoader(surroundings: Surroundings): Load {
  const loaded = new Map<string, Promise<Coder>>()
  return ({ codec: name, level, encoding, knowledgeId }) => {
    const codec = codecOfName(name)
    const options: CoderOptions = { level, encoding, knowledgeId, surroundings }
    const key = [name, level, encoding, knowledgeId].join()
    const coder = loaded.get(key) ?? codec.load(options)
    loaded.delete(key)
    loaded.set(key, coder)
    if (loaded.size > MAX_CODERS) loaded.delete(loaded.keys().next().value as string)
    return coder
  }
}

function sealWith(codec: Codec, content: ContentBytes, coder: Coder): Uint8Array {
  const { bytes, kind } = content
  const described = { codecId: codec.id, kind, length: bytes.length, knowledge: coder.knowledge }
  return frameContainer(described, coder.encode(bytes), bytes)
}

async function sealSmallest(
  content: ContentBytes,
  options: ResolvedSealOptions,
  load: Load,
): Promise<Uint8Array> {
  const attempts: readonly Attempt[] = [{ codec: 'raw', level: 1 }, ...PROFILES[options.profile]]
  let smallest: Uint8Array | undefined
  for (const attempt of attempts) {
    const coder = await loadIfHere(load, { ...options, ...attempt })
    if (coder === undefined) continue
    const container = sealWith(codecOfName(attempt.codec), content, coder)
    if (smallest === undefined || container.length < smallest.length) smallest = container
  }
  return smallest as Uint8Array
}

async function loadIfHere(
  load: Load,
  options: Omit<ResolvedSealOptions, 'profile'>,
): Promise<Coder | undefined> {
  try {
    return await load({ ...options, knowledgeId: undefined })
  } catch (error) {
    if (error instanceof MissingKnowledgeError) return undefined
    throw error
  }
}

async function openContainer(
  container: Uint8Array,
  options: OpenOptions | undefined,
  load: Load,
): Promise<Content> {
  const header = readHeader(container)
  checkLimit(header, options?.maxBytes ?? DEFAULT_MAX_BYTES)
  const codec = CODECS.find((row) => row.id === header.codecId)
  if (codec === undefined) {
    const offset = header.form === 'short' ? 0 : 3
    const message = `codec ${header.codecId} is unknown; the data is damaged or newer than this version`
    throw new ContainerError('codec', offset, message)
  }
  const coder = await load({
    codec: codec.name,
    level: DEFAULT_LEVEL,
    encoding: header.knowledge?.encoding ?? 'o200k_base',
    knowledgeId: header.knowledge?.kind === 'tokenizer' ? undefined : header.knowledge?.id,
  })
  const payload = container.subarray(header.payloadStart, header.payloadEnd)
  const bytes = checkedLength(
    decodePayload(coder, payload, header),
    header.length,
    header.payloadEnd,
  )
  verifyChecksum(container, header, bytes)
  return contentOfBytes(bytes, header.kind)
}

function checkLimit(header: ContainerHeader, maxBytes: number): void {
  if (header.length <= maxBytes) return
  const offset = header.form === 'short' ? 1 : 5
  const message = `the container claims ${header.length} bytes, the limit is ${maxBytes}; raise maxBytes to open it`
  throw new ContainerError('limit', offset, message)
}

function decodePayload(coder: Coder, payload: Uint8Array, header: ContainerHeader): Uint8Array {
  try {
    return coder.decode(payload, header.length)
  } catch (error) {
    if (!(error instanceof ContainerError)) throw error
    const offset = header.payloadStart + error.offset
    throw new ContainerError(error.fault, offset, error.reason, { cause: error })
  }
}

function checkedLength(bytes: Uint8Array, length: number, offset: number): Uint8Array {
  if (bytes.length === length) return bytes
  const message = `the payload holds ${bytes.length} bytes, not ${length}; the data is damaged`
  throw new ContainerError('length', offset, message)
}
