import { loadTokenizer } from '@x/tokens'
import { CODECS } from './codec-table.ts'
import { type Codecs, createCodecs, type SealOptions } from './codecs.ts'
import { bytesOfContent, type Content } from './content.ts'
import { MissingKnowledgeError } from './errors.ts'
import { type Verification, verifyRoundTrip } from './verification.ts'

/** What one codec makes of one content; sizes are those of the sealed container. */
export interface CodecResult extends Verification {
  readonly codec: string
  readonly sealedBytes: number
  readonly savedBytes: number
  /** sealedBytes / originalBytes. */
  readonly ratio: number
  /** 1 - ratio; negative where the container is larger. */
  readonly savings: number
  /** originalBytes / sealedBytes, LoPace's metric. */
  readonly compressionRatio: number
  /** 8 * sealedBytes / characters (code points). */
  readonly bitsPerCharacter: number
  /** Original megabytes (10^6 bytes) a second; undefined without a clock. */
  readonly sealMegabytesPerSecond: number | undefined
  readonly openMegabytesPerSecond: number | undefined
}

/** One content and what every codec makes of it. */
export interface CodecComparison {
  readonly originalBytes: number
  /** Tokens in `encoding`; undefined for bytes that are no text. */
  readonly originalTokens: number | undefined
  readonly characters: number
  /** By codec, in the order asked for. */
  readonly results: readonly CodecResult[]
  /** Codecs that this runtime lacks, with the reason. */
  readonly missing: readonly { readonly codec: string; readonly reason: string }[]
}

/** What to compare. */
export interface ComparisonOptions extends Omit<SealOptions, 'codec'> {
  /** @default every codec, and auto */
  readonly codecNames?: readonly string[]
  /** @default createCodecs() */
  readonly codecs?: Codecs
  /** A clock in milliseconds, `performance.now` for one; speeds are measured only with it. @default none */
  readonly now?: () => number
}

/** Seals, opens and verifies one content with every codec: what `pith inspect` shows. */
export async function compareCodecs(
  content: Content,
  options?: ComparisonOptions,
): Promise<CodecComparison> {
  const codecs = options?.codecs ?? createCodecs()
  const names = options?.codecNames ?? [...CODECS.map(({ name }) => name), 'auto']
  const { bytes } = bytesOfContent(content)
  const characters = typeof content === 'string' ? [...content].length : bytes.length
  const results: CodecResult[] = []
  const missing: { codec: string; reason: string }[] = []
  for (const codec of names) {
    try {
      const measured = await roundTrip(codecs, content, { ...options, codec }, options?.now)
      results.push({ codec, ...sizes(measured.sealedBytes, bytes.length, characters), ...measured })
    } catch (error) {
      if (!(error instanceof MissingKnowledgeError)) throw error
      missing.push({ codec, reason: error.message })
    }
  }
  const tokenizer = await loadTokenizer(options?.encoding ?? 'o200k_base')
  const originalTokens = typeof content === 'string' ? tokenizer.countTokens(content) : undefined
  return { originalBytes: bytes.length, originalTokens, characters, results, missing }
}

type Measured = Verification &
  Pick<CodecResult, 'sealedBytes' | 'sealMegabytesPerSecond' | 'openMegabytesPerSecond'>

async function roundTrip(
  codecs: Codecs,
  content: Content,
  options: SealOptions,
  now: (() => number) | undefined,
): Promise<Measured> {
  // What a codec loads is loaded once per process: it is not part of the speed.
  if (now !== undefined) await codecs.open(await codecs.seal('', options))
  const start = now?.() ?? 0
  const container = await codecs.seal(content, options)
  const middle = now?.() ?? 0
  const decoded = await codecs.open(container)
  const end = now?.() ?? 0
  const { length } = bytesOfContent(content).bytes
  const speed = (elapsedMs: number): number | undefined =>
    now === undefined ? undefined : length / 1000 / Math.max(elapsedMs, 0.001)
  return {
    sealedBytes: container.length,
    sealMegabytesPerSecond: speed(middle - start),
    openMegabytesPerSecond: speed(end - middle),
    ...(await verifyRoundTrip(content, decoded)),
  }
}

function sizes(
  sealedBytes: number,
  originalBytes: number,
  characters: number,
): Omit<CodecResult, keyof Measured | 'codec'> {
  const ratio = originalBytes === 0 ? 1 : sealedBytes / originalBytes
  return {
    savedBytes: originalBytes - sealedBytes,
    ratio,
    savings: 1 - ratio,
    compressionRatio: 1 / ratio,
    bitsPerCharacter: characters === 0 ? 0 : (8 * sealedBytes) / characters,
  }
}
