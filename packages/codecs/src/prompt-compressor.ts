import { type EncodingName, loadTokenizer } from '@x/tokens'
import { type Codecs, createCodecs } from './codecs.ts'
import { compareCodecs } from './comparison.ts'
import { ContainerError } from './errors.ts'
import { type Verification, verifyRoundTrip } from './verification.ts'

/** LoPace's three methods. */
export const COMPRESSION_METHODS = ['zstd', 'token', 'hybrid'] as const

/** One of {@link COMPRESSION_METHODS}. */
export type CompressionMethod = (typeof COMPRESSION_METHODS)[number]

/** What {@link createPromptCompressor} takes. */
export interface PromptCompressorOptions {
  /** Vocabulary of the token methods. @default 'cl100k_base', as LoPace */
  readonly encoding?: EncodingName
  /** zstd level, 1 to 22. @default 15 */
  readonly level?: number
  /** @default createCodecs() */
  readonly codecs?: Codecs
}

/** One method's figures, under LoPace's names in this language's spelling. */
export interface MethodStats {
  readonly compressedBytes: number
  /** Original / compressed. */
  readonly compressionRatio: number
  readonly spaceSavedPercent: number
  readonly bytesSaved: number
}

/** Figures of one text. */
export interface PromptStats {
  readonly originalBytes: number
  readonly originalTokens: number
  readonly methods: Readonly<Partial<Record<CompressionMethod, MethodStats>>>
}

/** LoPace's `PromptCompressor`; what it writes are containers, so that a wrong tokenizer is an error and not garbage. */
export interface PromptCompressor {
  compress(text: string, method: CompressionMethod): Promise<Uint8Array>
  /** @throws {ContainerError} for anything but a whole container of a text */
  decompress(container: Uint8Array): Promise<string>
  compressAndReturnBoth(
    text: string,
    method: CompressionMethod,
  ): Promise<{ original: string; compressed: Uint8Array }>
  /** Of all methods, or of one. */
  stats(text: string, method?: CompressionMethod): Promise<PromptStats>
  /** Compresses, decompresses and compares. */
  verify(text: string, method: CompressionMethod): Promise<Verification>
}

/**
 * LoPace's interface (MIT, 2026) over the codecs of this package.
 * @throws {RangeError} for a level outside 1 to 22
 * @example
 * const compressor = createPromptCompressor()
 * const container = await compressor.compress('You are a helpful assistant.', 'hybrid')
 * await compressor.decompress(container) // 'You are a helpful assistant.'
 */
export function createPromptCompressor(options?: PromptCompressorOptions): PromptCompressor {
  const codecs = options?.codecs ?? createCodecs()
  const encoding = options?.encoding ?? 'cl100k_base'
  const level = options?.level ?? 15
  if (!Number.isInteger(level) || level < 1 || level > 22) {
    throw new RangeError(`level ${level} is outside 1 to 22`)
  }
  const compress = (text: string, codec: CompressionMethod): Promise<Uint8Array> =>
    codecs.seal(text, { codec, encoding, level })
  const decompress = async (container: Uint8Array): Promise<string> => {
    const content = await codecs.open(container)
    if (typeof content === 'string') return content
    throw new ContainerError('flags', 4, 'the container holds bytes, not a text; use open')
  }
  return {
    compress,
    decompress,
    compressAndReturnBoth: async (text, method) => ({
      original: text,
      compressed: await compress(text, method),
    }),
    stats: async (text, method) => {
      const codecNames = method === undefined ? COMPRESSION_METHODS : [method]
      const comparison = await compareCodecs(text, { codecs, encoding, level, codecNames })
      const methods = comparison.results.map((result) => [
        result.codec,
        {
          compressedBytes: result.sealedBytes,
          compressionRatio: result.compressionRatio,
          spaceSavedPercent: result.savings * 100,
          bytesSaved: result.savedBytes,
        },
      ])
      const tokenizer = await loadTokenizer(encoding)
      return {
        originalBytes: comparison.originalBytes,
        originalTokens: tokenizer.countTokens(text),
        methods: Object.fromEntries(methods),
      }
    },
    verify: async (text, method) =>
      verifyRoundTrip(text, await decompress(await compress(text, method))),
  }
}
