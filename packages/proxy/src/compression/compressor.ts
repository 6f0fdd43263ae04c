import type { ResolvedConversationOptions } from '@x/dictionary/conversation'
import type { LossPolicy, LossReport } from '@x/pipeline'
import type { TextQuality } from '../quality/compare-texts.ts'
import type { ShapingReport } from '../shaping/shape-request.ts'
import type { ResolvedShaping } from '../shaping/shaping-options.ts'
import type { DialectName } from '../wire/providers.ts'
import type { VolatileText } from './detect-volatile.ts'

/** One stage of the fold and what it saved. */
export interface StageSummary {
  readonly name: string
  readonly tokensBefore: number
  readonly tokensAfter: number
  readonly elapsedMs: number
  /** Why the stage did nothing. */
  readonly skipped?: string
}

/** An alias and the phrase that it stands for. */
export interface AliasDefinition {
  readonly alias: string
  readonly phrase: string
}

/** Exact tokens of one text field, as it came and as it was sent. */
export interface PartTokens {
  readonly fidelity: 'verbatim' | 'exact' | 'lossy'
  readonly tokensBefore: number
  readonly tokensAfter: number
}

/** What was dropped from a request, and where the originals are. */
export interface LossSummary extends LossReport {
  /** `store` outlives the process, `memory` does not. */
  readonly originals: 'store' | 'memory'
}

/** Keys of originals, the latest last: whoever sent them reads them at `/v1/compression/originals/{key}`. */
export type OriginalKeys = readonly string[]

/** What a request tells of the conversation that it belongs to. */
export interface ConversationSummary {
  /** Hash of how the texts up to the first one of the user begin: the same in every request of a conversation. */
  readonly opening: string
  /** Turns from the threshold on. */
  readonly turns: number
  /** Aliases that are defined. */
  readonly symbols: number
  /** Net efficiencies of the last turns, oldest first. */
  readonly recentEfficiencies: readonly number[]
  /** Whether the efficiency rule would stop (or has stopped) compressing. */
  readonly isStopped: boolean
}

/**
 * Why something that was forwarded before is forwarded otherwise now, though the caller sent it again unchanged: a
 * provider's prompt cache then breaks. `render` would be a fault of the fold itself.
 */
export type DriftCause = 'render' | 'stage-failed' | 'store-lost' | 'refused'

/** The reason of a compression that had to do without its store. */
export const STORE_LOST = 'store-unavailable'

/** What was done to one request body, and what it saved. Plain data: it crosses thread borders. */
export interface Compression {
  /** `hit`: tokens were saved. `miss`: nothing won. `bypass`: not tried. `degraded`: tried, and something failed. */
  readonly status: 'hit' | 'miss' | 'bypass' | 'degraded'
  /** Why; a stable word or two, never content. */
  readonly reason: string
  /** The body to forward: the very bytes that came where nothing was changed. */
  readonly body: Uint8Array
  readonly isChanged: boolean
  readonly model?: string
  /** Whether the answer is asked for as a stream. */
  readonly isStream?: boolean
  readonly encoding?: string
  /** Whether the model's own tokenizer is not public and another stood in. */
  readonly approximate?: boolean
  readonly fidelity?: 'verbatim' | 'exact' | 'lossy'
  readonly tokensBefore?: number
  readonly tokensAfter?: number
  readonly stages: readonly StageSummary[]
  /** Tokens of each part, in the provider's cache order; absent where the body was not read. */
  readonly parts?: readonly PartTokens[]
  /** Aliases that the forwarded body defines, to be restored in the answer. */
  readonly aliases: readonly AliasDefinition[]
  readonly conversation?: ConversationSummary
  /** Present where the forwarded beginning is not that of the conversation's request before. */
  readonly prefixDrift?: DriftCause
  /** What the client changes with every request, which keeps the provider's cache from holding; absent where nothing is. */
  readonly volatile?: VolatileText
  /** What was dropped; absent where nothing was. */
  readonly loss?: LossSummary
  readonly originalKeys?: OriginalKeys
  /** What was asked of the answer, where anything was. */
  readonly shaping?: ShapingReport
  readonly elapsedMs: number
}

/** When to compress. Plain data; the fields are those of `Policy` of `@x/pipeline`. */
export interface CompressionPolicy {
  readonly mode: 'hybrid' | 'strict' | 'aggressive'
  readonly thresholdTokens: number
  /** Exact stages that may run. @default all */
  readonly stages?: readonly ('notation' | 'references' | 'aliases')[]
  /** Texts below this many tokens stay as they are. @default the pipeline's */
  readonly minPartTokens?: number
  /** What may be dropped, in any mode. @default nothing; in mode `aggressive` half of each tool result */
  readonly loss?: LossPolicy
  /** KrunchWrapper's rules for conversations, and whether they stop one that saves too little. @default only watched */
  readonly conversation?: ResolvedConversationOptions
  readonly stopsInefficient?: boolean
}

/** A request body on its way to a model. */
export interface CompressionJob {
  readonly body: Uint8Array
  readonly dialect: DialectName
  readonly policy: CompressionPolicy
  /** What to ask of the answer. @default nothing */
  readonly shaping?: ResolvedShaping
  /** Whose conversation it is, as a hash: nothing that is remembered crosses tenants. @default '' */
  readonly tenant?: string
}

/** A lone text, or a whole chat request as text, that goes nowhere. */
export interface DocumentJob {
  readonly source: string
  /** Whose tokens are counted. @default the request's own model, else `gpt-5` */
  readonly model?: string
  readonly policy: CompressionPolicy
}

/** A compressed document and what that saved. */
export interface DocumentCompression {
  readonly model: string
  readonly encoding: string
  readonly approximate: boolean
  readonly tokensBefore: number
  readonly tokensAfter: number
  /** 1 - after / before. */
  readonly savings: number
  readonly elapsedMs: number
  readonly fidelity: 'verbatim' | 'exact' | 'lossy'
  readonly stages: readonly StageSummary[]
  /** What was dropped; absent where the policy allows no loss. */
  readonly loss?: LossReport
  /** How close what was kept is to the texts that came; absent where nothing was dropped. */
  readonly quality?: TextQuality
  /** What the document is: a request of a known shape, or plain text. */
  readonly dialect: DialectName | 'text'
  /** The document as it would be sent. */
  readonly output: string
}

/** Compresses, in this thread or elsewhere. */
export interface Compressor {
  /** Rejects only where the compressor itself is broken; the caller then passes the body on as it is. */
  compress(job: CompressionJob): Promise<Compression>
  compressDocument(job: DocumentJob): Promise<DocumentCompression>
  /** An original of which something was dropped, for the tenant that sent it. */
  readOriginal?(tenant: string, key: string): Promise<string | undefined>
}

/** The result that leaves a body as it is. */
export function passThrough(
  body: Uint8Array,
  status: 'miss' | 'bypass' | 'degraded',
  reason: string,
): Compression {
  return { status, reason, body, isChanged: false, stages: [], aliases: [], elapsedMs: 0 }
}

/** What remains of a compression whose body is not sent: the one that came goes in its place. */
export function asOriginal(
  { shaping: _shaping, ...compression }: Compression,
  body: Uint8Array,
  status: 'bypass' | 'degraded',
  reason: string,
): Compression {
  const { tokensBefore, parts } = compression
  return {
    ...compression,
    status,
    reason,
    body,
    isChanged: false,
    fidelity: 'verbatim',
    ...(tokensBefore !== undefined && { tokensAfter: tokensBefore }),
    stages: [],
    ...(parts && { parts: parts.map(asVerbatim) }),
    aliases: [],
  }
}

function asVerbatim({ tokensBefore }: PartTokens): PartTokens {
  return { fidelity: 'verbatim', tokensBefore, tokensAfter: tokensBefore }
}
