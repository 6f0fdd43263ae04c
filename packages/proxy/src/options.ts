import {
  type ConversationOptions,
  type ResolvedConversationOptions,
  resolveConversationOptions,
} from '@x/dictionary/conversation'
import {
  type LossPolicy,
  resolvePolicy as resolvePipelinePolicy,
  type StateStore,
} from '@x/pipeline'
import type { CompressionPolicy, Compressor } from './compression/compressor.ts'
import { createPipelineCompressor } from './compression/pipeline-compressor.ts'
import type { CredentialPolicy, Upstream } from './credentials/resolve-target.ts'
import type { MetricsSource } from './metrics/metrics-source.ts'
import type { Receipt } from './receipt.ts'
import { createRefusedSessions, type RefusedSessions } from './sessions/refused-sessions.ts'
import { createSessionBook, type SessionBook } from './sessions/session-book.ts'
import { createSessionKeys, type SessionKeys } from './sessions/session-key.ts'
import {
  type ResolvedShaping,
  resolveShaping,
  type ShapingOptions,
} from './shaping/shaping-options.ts'
import type { UpstreamTimeouts } from './upstream/exchange.ts'
import type { RetryPolicy } from './upstream/retry.ts'
import type { UpstreamFetch } from './upstream/upstream-fetch.ts'
import type { Incoming } from './wire/incoming.ts'
import type { ProviderName } from './wire/providers.ts'

/** One provider behind the proxy. */
export interface UpstreamOptions {
  /** @default the vendor's own public address */
  readonly baseUrl?: string
  /** The operator's key. Only callers that present the client token, and `/api/compare`, are served with it. */
  readonly key?: string
}

/** Bounds on size and time; every one may be set to 0 to switch it off where it is a time. */
export interface ProxyLimits {
  /** Bytes of a request body that is read, before and after decoding. @default 64 MiB */
  readonly maxBodyBytes?: number
  /** Milliseconds for a request body to arrive. @default 30_000 */
  readonly bodyTimeoutMs?: number
  /** Bytes of one event of a stream, and of a whole answer that is read. @default 32 MiB */
  readonly maxEventBytes?: number
  /** Milliseconds until the header of a whole answer. @default 600_000 */
  readonly headerTimeoutMs?: number
  /** Milliseconds until the header of a streamed answer. @default 120_000 */
  readonly streamHeaderTimeoutMs?: number
  /** Milliseconds of silence between two chunks. @default 300_000 */
  readonly idleTimeoutMs?: number
  /** Milliseconds of silence after which a stream gets a comment that keeps it open. @default 15_000 */
  readonly keepaliveMs?: number
}

/** Options of `createProxy`. */
export interface ProxyOptions {
  readonly upstreams?: Partial<Readonly<Record<ProviderName, UpstreamOptions>>>
  /** A secret that lets its holder use the operator's keys. @default none: nobody may */
  readonly clientToken?: string
  /** A secret that opens statistics, reset and metrics to callers that `isTrusted` does not know. @default none */
  readonly adminToken?: string
  /** The transport. @default the platform's `fetch` */
  readonly fetch?: UpstreamFetch
  /** Answers calls without a credential where the provider has no key and no base URL of the operator. @default none */
  readonly demo?: UpstreamFetch
  /** When to compress: from the threshold on, always, or from the threshold on with loss. @default 'hybrid' */
  readonly mode?: 'hybrid' | 'strict' | 'aggressive'
  /**
   * What may be dropped, in any mode. Originals are kept before the shorter text leaves; without a store they last as long
   * as the process. @default nothing; in mode `aggressive` half of each tool result
   */
  readonly loss?: LossPolicy
  /** Tokens of a conversation from which `hybrid` compresses. @default 4_500 */
  readonly thresholdTokens?: number
  /**
   * KrunchWrapper's options for conversations, with its defaults. The efficiency rule stops a conversation only where they
   * are given: exact rewriting costs no tokens, so that there is nothing to stop by default.
   */
  readonly conversation?: ConversationOptions
  /** Keys the HMAC that keeps conversations of different callers apart. @default random for this process */
  readonly secret?: Uint8Array
  /** What is asked of the model's answers. Switching it costs each open conversation its cache once. @default nothing */
  readonly shaping?: ShapingOptions
  readonly limits?: ProxyLimits
  /**
   * Times that a request is sent again before a byte of an answer has come: where the upstream cannot be connected, and
   * after 502, 503 and 529. Official SDKs already try twice by themselves. @default 0
   */
  readonly retries?: number
  /** Where it is kept which conversations' upstreams refuse rewritten requests. @default this process */
  readonly store?: StateStore
  /** What compresses. @default the pipeline, in this thread */
  readonly compressor?: Compressor
  /** What `GET /metrics` answers with; `createMetrics` of `@x/proxy/node` makes one. @default none: 404 */
  readonly metrics?: MetricsSource
  /** Told of every finished request, in numbers and stable words, never with content. */
  readonly onReceipt?: (receipt: Receipt) => void
  /** Reads a request past the web's objects, where the server can: faster. @default the web's objects */
  readonly readIncoming?: (request: Request, env: unknown) => Incoming | undefined
  /** Whether a request comes from the operator's own machine. @default nobody is trusted */
  readonly isTrusted?: (request: Request, env: unknown) => boolean
  /** Whether new work is taken; `/readyz` says so. @default always */
  readonly isReady?: () => boolean
  /** What `/api/health` tells beside its status: threads, models, process. @default nothing */
  readonly describeHealth?: () => Readonly<Record<string, unknown>>
  /** Cuts the connection of a request whose opaque body broke, where the server can. @default the stream errors */
  readonly breakConnection?: (env: unknown) => void
}

/** Options with every default filled in. */
export interface ProxySettings extends CredentialPolicy {
  readonly adminToken: string | undefined
  readonly conversation: ResolvedConversationOptions
  readonly sessions: SessionBook
  readonly sessionKeys: SessionKeys
  readonly policy: CompressionPolicy
  readonly shaping: ResolvedShaping | undefined
  readonly compressor: Compressor
  readonly limits: Required<ProxyLimits>
  readonly retries: RetryPolicy
  readonly refused: RefusedSessions
  readonly timeouts: UpstreamTimeouts
  readonly metrics: MetricsSource | undefined
  readonly onReceipt: (receipt: Receipt) => void
  readonly readIncoming: (request: Request, env: unknown) => Incoming | undefined
  readonly isTrusted: (request: Request, env: unknown) => boolean
  readonly isReady: () => boolean
  readonly describeHealth: () => Readonly<Record<string, unknown>>
  readonly breakConnection: ((env: unknown) => void) | undefined
}

const MEBIBYTE = 1024 * 1024

const DEFAULT_LIMITS: Required<ProxyLimits> = {
  maxBodyBytes: 64 * MEBIBYTE,
  bodyTimeoutMs: 30_000,
  maxEventBytes: 32 * MEBIBYTE,
  headerTimeoutMs: 600_000,
  streamHeaderTimeoutMs: 120_000,
  idleTimeoutMs: 300_000,
  keepaliveMs: 15_000,
}

const VENDOR_URLS: Readonly<Record<ProviderName, string>> = {
  openai: 'https://api.openai.com/v1',
  anthropic: 'https://api.anthropic.com',
  gemini: 'https://generativelanguage.googleapis.com',
}

/** Fills in defaults; throws TypeError or RangeError where a value cannot be. */
export function resolveProxyOptions(options: ProxyOptions): ProxySettings {
  const limits = { ...DEFAULT_LIMITS, ...options.limits }
  for (const [name, value] of Object.entries(limits)) checkLimit(name, value)
  const conversation = resolveConversationOptions(options.conversation)
  return {
    conversation,
    sessions: createSessionBook(conversation, () => Date.now()),
    sessionKeys: createSessionKeys(options.secret ?? crypto.getRandomValues(new Uint8Array(32))),
    upstreams: {
      openai: resolveUpstream('openai', options.upstreams?.openai),
      anthropic: resolveUpstream('anthropic', options.upstreams?.anthropic),
      gemini: resolveUpstream('gemini', options.upstreams?.gemini),
    },
    clientToken: options.clientToken,
    adminToken: options.adminToken,
    policy: resolvePolicy(options, conversation),
    shaping: resolveShaping(options.shaping),
    fetch: options.fetch ?? ((url, init) => fetch(url, init as RequestInit)),
    demo: options.demo,
    compressor: options.compressor ?? createPipelineCompressor(),
    limits,
    retries: resolveRetries(options.retries),
    refused: createRefusedSessions(options.store),
    timeouts: {
      headerMs: limits.headerTimeoutMs,
      streamHeaderMs: limits.streamHeaderTimeoutMs,
      idleMs: limits.idleTimeoutMs,
    },
    metrics: options.metrics,
    onReceipt: options.onReceipt ?? (() => undefined),
    readIncoming: options.readIncoming ?? (() => undefined),
    isTrusted: options.isTrusted ?? (() => false),
    isReady: options.isReady ?? (() => true),
    describeHealth: options.describeHealth ?? (() => ({})),
    breakConnection: options.breakConnection,
  }
}

function resolvePolicy(
  options: ProxyOptions,
  conversation: ResolvedConversationOptions,
): CompressionPolicy {
  const { mode = 'hybrid', thresholdTokens = 4500 } = options
  if (mode !== 'hybrid' && mode !== 'strict' && mode !== 'aggressive') {
    throw new RangeError(`mode must be hybrid, strict or aggressive: ${JSON.stringify(mode)}`)
  }
  if (!Number.isSafeInteger(thresholdTokens) || thresholdTokens < 0) {
    throw new RangeError(`thresholdTokens must be a whole number from 0 up: ${thresholdTokens}`)
  }
  const { loss } = resolvePipelinePolicy({ mode, ...(options.loss && { loss: options.loss }) })
  return {
    mode,
    thresholdTokens,
    ...(loss && { loss }),
    // What is shared between turns needs conversations; each text for itself does not.
    ...(conversation.enabled && conversation.mode === 'stateful' ? {} : { stages: ['notation'] }),
    minPartTokens: Math.floor(conversation.minCharacters / CHARACTERS_PER_TOKEN),
    conversation,
    stopsInefficient: options.conversation !== undefined,
  }
}

/** An upstream that asks for a longer pause tells its caller so. */
const MAX_RETRY_WAIT_MS = 10_000

const MAX_RETRIES = 10

function resolveRetries(retries = 0): RetryPolicy {
  if (Number.isSafeInteger(retries) && retries >= 0 && retries <= MAX_RETRIES) {
    return { maxRetries: retries, maxWaitMs: MAX_RETRY_WAIT_MS }
  }
  throw new RangeError(`retries must be a whole number from 0 to ${MAX_RETRIES}: ${retries}`)
}

/** `minCharacters` is KrunchWrapper's; the pipeline counts tokens. */
const CHARACTERS_PER_TOKEN = 4

function resolveUpstream(name: ProviderName, options: UpstreamOptions | undefined): Upstream {
  const baseUrl = options?.baseUrl ?? VENDOR_URLS[name]
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined
  if (
    url === undefined ||
    !/^https?:$/.test(url.protocol) ||
    url.search !== '' ||
    url.hash !== ''
  ) {
    throw new TypeError(
      `upstreams.${name}.baseUrl is no http or https base URL: ${JSON.stringify(baseUrl)}`,
    )
  }
  return { baseUrl, isConfigured: options?.baseUrl !== undefined, key: options?.key }
}

function checkLimit(name: string, value: number): void {
  const isSize = name.endsWith('Bytes')
  if (Number.isSafeInteger(value) && value >= (isSize ? 1 : 0)) return
  throw new RangeError(`limits.${name} must be a whole number from ${isSize ? 1 : 0} up: ${value}`)
}
