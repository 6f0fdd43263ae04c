import { CONVERSATION_DEFAULTS } from '@x/dictionary/conversation'
import {
  createFoldMemo,
  createLossMemo,
  createMemoryStore,
  type Keeper,
  type LossMemo,
  type PipelineResult,
  type RenderedPart,
  restoreTranscript,
  type StateStore,
  type Transcript,
} from '@x/pipeline'
import {
  createRequestReader,
  type ReadRequest,
  readDocument,
  readRequest,
} from '@x/pipeline/dialects'
import { loadTokenizer } from '@x/tokens'
import { compareTexts, type TextQuality } from '../quality/compare-texts.ts'
import { withShaping } from '../shaping/with-shaping.ts'
import {
  type Compression,
  type CompressionPolicy,
  type Compressor,
  type ConversationSummary,
  type DocumentCompression,
  type DocumentJob,
  type LossSummary,
  type OriginalKeys,
  passThrough,
  STORE_LOST,
} from './compressor.ts'
import { hashText } from './hash-text.ts'
import { createPipelines, type ModelPipeline, type PipelineWish } from './pipelines.ts'
import { runRecorded } from './recorded-run.ts'
import { stopInefficient } from './stop-inefficient.ts'
import { createPrefixWatch } from './watch-prefix.ts'

/** Where the pipeline's compressor keeps what it cannot derive again. */
export interface PipelineCompressorOptions {
  /**
   * Records which parts a failure left verbatim, so that other replicas and the next process render the same bytes, and
   * the originals of texts that lost something.
   * @default none: this process remembers for itself
   */
  readonly store?: StateStore
  /** Keys the hashes under which the store is written; replicas must share it. Needed with a store. */
  readonly secret?: Uint8Array
  /** Milliseconds that a record outlives its last use. @default two hours */
  readonly ttlMs?: number
  /** Makes what decides what is dropped, once something may be. @default the linear model of `@x/classifier` */
  readonly loadKeeper?: () => Promise<Keeper>
}

/** Whose tokens are counted where nobody names a model. */
const FALLBACK_MODEL = 'gpt-5'

/** Reading a smaller body again costs less than remembering it. */
const MIN_REMEMBERED_BYTES = 16 * 1024

/** Larger bodies are folded anew each time: what is remembered is bounded in size. */
const MAX_REMEMBERED_BYTES = 1024 * 1024

/**
 * Compresses with the fold of `@x/pipeline`, in this thread. Encodings load on first use and stay; of the latest
 * conversations only the new messages are folded.
 * @throws {TypeError} for a store without a secret
 */
export function createPipelineCompressor(options: PipelineCompressorOptions = {}): Compressor {
  const { store, secret, ttlMs } = options
  if (store !== undefined && (secret === undefined || secret.length === 0)) {
    throw new TypeError('a store needs a secret: its keys are hashes that only its holder can make')
  }
  const folds =
    store && createFoldMemo({ store, secret: secret!, ...(ttlMs !== undefined && { ttlMs }) })
  let losses: LossMemo | undefined
  const memos = { folds, losses: () => (losses ??= createLosses(options)) }
  const originals = store === undefined ? 'memory' : 'store'
  const pipelineFor = createPipelines(options.loadKeeper ?? loadLinear)
  const watch = createPrefixWatch()
  const reader = createRequestReader()
  return {
    async compress({ body, dialect, policy, shaping, tenant = '' }) {
      const isRemembered = body.length <= MAX_REMEMBERED_BYTES
      const request =
        isRemembered && body.length >= MIN_REMEMBERED_BYTES
          ? reader.read(body, dialect, tenant)
          : readRequest(body, dialect)
      if (request === undefined) return passThrough(body, 'bypass', 'unreadable')
      const model = request.model ?? FALLBACK_MODEL
      const { conversation: _rules, stopsInefficient: _stops, ...rendering } = policy
      const wish = { model, policy: rendering, isSent: true, isRemembered }
      const pipeline = await pipelineFor(wish)
      const scope = { tenant, dialect }
      const transcript = withoutLostAliases(request)
      const { result, isStoreLost, originalKeys } = await runRecorded(
        pipeline,
        transcript,
        scope,
        memos,
      )
      const conversation = converse(result, policy)
      const prefixDrift = watch.observe(
        watchKey(pipeline, transcript, { ...scope, opening: conversation.summary.opening }),
        conversation.parts,
        isStoreLost ? 'store-lost' : result.failures.length > 0 ? 'stage-failed' : undefined,
      )
      const summary = summarize(body, request, result, pipeline.encoding, {
        ...conversation,
        originals,
        originalKeys,
      })
      const compression = withShaping(
        prefixDrift === undefined ? summary : { ...summary, prefixDrift },
        shaping,
        {
          dialect,
          model,
          transcript: request.transcript,
          counter: await loadTokenizer(pipeline.encoding),
          tokensBefore: result.tokensBefore,
        },
      )
      return isStoreLost ? { ...compression, status: 'degraded', reason: STORE_LOST } : compression
    },
    compressDocument: (job) => compressDocument(job, pipelineFor),
    readOriginal: async (tenant, key) => (await memos.losses().read(key, tenant))?.original,
  }
}

/** What a caller may change amid a conversation, and with it what is forwarded of its beginning. */
function watchKey(
  { policyVersion, encoding }: ModelPipeline,
  { restrictions }: Transcript,
  scope: Readonly<Record<'tenant' | 'dialect' | 'opening', string>>,
): string {
  return JSON.stringify([scope, policyVersion, encoding, restrictions ?? {}])
}

async function loadLinear(): Promise<Keeper> {
  return (await import('@x/pipeline/keep')).loadKeeper()
}

/** Without a store the originals last as long as this process, and within the bounds of its memory. */
function createLosses({ store, secret }: PipelineCompressorOptions): LossMemo {
  return createLossMemo({
    store: store ?? createMemoryStore({ now: () => performance.now() }),
    secret: secret ?? crypto.getRandomValues(new Uint8Array(32)),
  })
}

/**
 * A Response that the provider stores is taken up again by its id, in a request that shows none of its texts: an alias of
 * then could not be restored. So none is defined where the dialect says that the answer outlives the request.
 */
function withoutLostAliases({ dialect, transcript }: ReadRequest): Transcript {
  const { restrictions } = transcript
  if (dialect !== 'openai-responses' || restrictions?.noOutputAliases !== true) return transcript
  return { ...transcript, restrictions: { ...restrictions, noAliases: true } }
}

async function compressDocument(
  job: DocumentJob,
  pipelineFor: ReturnType<typeof createPipelines>,
): Promise<DocumentCompression> {
  const document = readDocument(job.source)
  const model = job.model ?? document.model ?? FALLBACK_MODEL
  const wish: PipelineWish = { model, policy: job.policy, isSent: false, isRemembered: false }
  const { pipeline, encoding, approximate, mayLose } = await pipelineFor(wish)
  const { transcript } = document
  const result = mayLose ? await pipeline.runAsync(transcript) : pipeline.run(transcript)
  return {
    model,
    encoding,
    approximate,
    tokensBefore: result.tokensBefore,
    tokensAfter: result.tokensAfter,
    savings: result.savings,
    elapsedMs: result.elapsedMs,
    fidelity: result.fidelity,
    stages: result.stages,
    ...(result.loss && { loss: result.loss }),
    ...(result.fidelity === 'lossy' && { quality: qualityOf(result.parts) }),
    dialect: document.dialect,
    output: document.splice(result.parts),
  }
}

/** What was kept, before exact forms, beside what came. */
function qualityOf(parts: readonly RenderedPart[]): TextQuality {
  const kept = restoreTranscript(parts, { lossy: 'kept' }).parts
  const textOf = (all: readonly { readonly text: string }[]): string =>
    all.map(({ text }) => text).join('\n')
  return compareTexts(textOf(parts.map(({ part }) => part)), textOf(kept))
}

/** The efficiency rule, and what the transcript tells of its conversation. */
function converse(result: PipelineResult, policy: CompressionPolicy): Conversed {
  const { conversation: rules = CONVERSATION_DEFAULTS, stopsInefficient = false } = policy
  const threshold = policy.mode === 'hybrid' ? policy.thresholdTokens : 0
  const { parts, turns, recent, isStopped } = stopInefficient(
    result.parts,
    threshold,
    rules,
    stopsInefficient,
  )
  const opening = openingOf(result)
  const symbols = result.aliases.length
  return { parts, summary: { opening, turns, symbols, recentEfficiencies: recent, isStopped } }
}

interface Conversed {
  readonly parts: readonly RenderedPart[]
  readonly summary: ConversationSummary
}

/** What is sent, and what a receipt says beside its tokens. */
interface Sent extends Conversed {
  readonly originals: LossSummary['originals']
  readonly originalKeys: OriginalKeys
}

/** Of each text that opens a conversation, so much tells it from others of the same caller. */
const OPENING_LENGTH = 500

function openingOf({ parts }: PipelineResult): string {
  const first = parts.findIndex(({ part }) => part.role === 'user')
  const opening = parts
    .slice(0, first + 1)
    .map(({ part }) => [part.role, part.text.length, part.text.slice(0, OPENING_LENGTH)])
  return hashText(JSON.stringify(opening))
}

function summarize(
  body: Uint8Array,
  request: ReadRequest,
  result: PipelineResult,
  encoding: string,
  { parts, summary, originals, originalKeys }: Sent,
): Compression {
  const spliced = request.splice(parts)
  const isChanged = spliced !== body
  const isDegraded = result.failures.length > 0
  const fidelity = FIDELITIES.find((one) => parts.some((part) => part.fidelity === one))
  const isLossy = fidelity === 'lossy' && result.loss !== undefined
  return {
    status: isDegraded ? 'degraded' : isChanged ? 'hit' : 'miss',
    reason: isDegraded ? 'stage-failed' : isChanged ? (fidelity ?? 'exact') : reasonOf(result),
    body: spliced,
    isChanged,
    ...(request.model === undefined ? {} : { model: request.model }),
    isStream: request.isStream,
    encoding,
    approximate: result.approximate,
    fidelity: fidelity ?? 'verbatim',
    tokensBefore: result.tokensBefore,
    tokensAfter: parts.reduce((sum, { tokensAfter }) => sum + tokensAfter, 0),
    stages: result.stages,
    parts: parts.map(({ fidelity, tokensBefore, tokensAfter }) => ({
      fidelity,
      tokensBefore,
      tokensAfter,
    })),
    aliases: isChanged ? result.aliases : [],
    conversation: summary,
    ...(isLossy && { loss: { ...result.loss!, originals }, originalKeys }),
    elapsedMs: result.elapsedMs,
  }
}

/** The weakest first. */
const FIDELITIES = ['lossy', 'exact', 'verbatim'] as const

/** The first stage's reason, as one word of a header: `nothing-wins`, `below-threshold`. */
function reasonOf(result: PipelineResult): string {
  const reason = result.stages.find(({ skipped }) => skipped !== undefined)?.skipped
  return (reason ?? 'nothing wins')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 60)
}
