import type {
  Compression,
  DriftCause,
  LossSummary,
  OriginalKeys,
  PartTokens,
  StageSummary,
} from './compression/compressor.ts'
import type { VolatileText } from './compression/detect-volatile.ts'
import type { PricedSavings } from './ledger/price-savings.ts'
import type { ShapingReport } from './shaping/shape-request.ts'
import type { UpstreamUsage } from './stream/stream-reading.ts'
import type { DialectName, ProviderName } from './wire/providers.ts'

/** What one request saved, how, and how it ended. Numbers and stable words; never content, credentials or URLs. */
export interface Receipt {
  readonly requestId: string
  /** `/v1/messages`; for opaque routes only the provider is known. */
  readonly route: string
  readonly provider: ProviderName
  readonly dialect?: DialectName
  readonly model?: string
  readonly status: number
  readonly compression: Compression['status']
  readonly reason: string
  readonly fidelity?: 'verbatim' | 'exact' | 'lossy'
  readonly approximate?: boolean
  readonly tokensBefore?: number
  readonly tokensAfter?: number
  readonly stages: readonly StageSummary[]
  /** What was dropped, by what, and where the originals are; absent where nothing was. */
  readonly loss?: LossSummary
  /** What was asked of the answer, and what that cost in input tokens. */
  readonly shaping?: ShapingReport
  /** Exact tokens by fidelity of the parts; those without parts are left out. */
  readonly fidelities?: readonly PartTokens[]
  /** The input priced with the upstream's own usage, absent where it told none. */
  readonly price?: PricedSavings
  /** Tokens as the upstream counted them, absent where it said nothing. */
  readonly usage?: UpstreamUsage
  /** Events of the stream whose data was no JSON object; absent where there were none. */
  readonly malformedEvents?: number
  readonly outcome: 'complete' | 'failed' | 'caller-gone'
  /** Stable word of the failure. */
  readonly failure?: string
  /** Why the forwarded beginning is not that of the conversation's request before; absent where it is. */
  readonly prefixDrift?: DriftCause
  /** What the client changes with every request: the provider's cache cannot hold behind it. */
  readonly volatile?: VolatileText
  /** Times that the request was sent again because nobody had begun to work on it. */
  readonly retries?: number
  /** Whether the upstream refused the rewritten body with 400 and was sent the caller's own. */
  readonly isResent?: boolean
  readonly isDemo: boolean
  /** Time that compressing took, in milliseconds. */
  readonly compressionMs: number
}

/** The headers by which a caller sees what was done to its request. */
export function receiptHeaders(compression: Compression): Record<string, string> {
  const { status, reason, tokensBefore, tokensAfter, approximate, shaping } = compression
  const { loss, originalKeys, volatile } = compression
  const words = [status, `reason=${reason}`, ...(approximate === true ? ['approximate'] : [])]
  return {
    'x-pith-status': words.join(';'),
    ...(tokensBefore === undefined ? {} : { 'x-pith-tokens-before': String(tokensBefore) }),
    ...(tokensAfter === undefined ? {} : { 'x-pith-tokens-after': String(tokensAfter) }),
    ...(volatile === undefined ? {} : { 'x-pith-volatile': volatile }),
    ...(loss === undefined ? {} : { 'x-pith-loss': describeLoss(loss) }),
    ...(originalKeys === undefined ? {} : { 'x-pith-originals': latest(originalKeys) }),
    ...(shaping === undefined ? {} : { 'x-pith-shaping': describeShaping(shaping) }),
  }
}

/** Headers are bounded: earlier turns have told the earlier keys. */
const MAX_KEYS = 16

function latest(keys: OriginalKeys): string {
  return keys.slice(-MAX_KEYS).join(',')
}

function describeLoss(loss: LossSummary): string {
  return [
    `parts=${loss.parts}`,
    `rate=${loss.rateAsked}`,
    `reached=${loss.rateReached}`,
    `originals=${loss.originals}`,
    ...(loss.fallbacks.length > 0 ? ['fallback'] : []),
  ].join(';')
}

function describeShaping({
  instructionTokens,
  isConcise,
  aliasesOffered,
  maxTokens,
}: ShapingReport): string {
  return [
    `tokens=${instructionTokens}`,
    ...(isConcise ? ['concise'] : []),
    ...(aliasesOffered > 0 ? [`aliases=${aliasesOffered}`] : []),
    ...(maxTokens === undefined ? [] : [`max-tokens=${maxTokens}`]),
  ].join(';')
}
