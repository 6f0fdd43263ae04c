import { CONVERSATION_DEFAULTS } from '@x/dictionary/conversation'
import {
  createFoldMemo,
  type PipelineResult,
  type RenderedPart,
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
import { withShaping } from '../shaping/with-shaping.ts'
import {
  type Compression,
  type CompressionPolicy,
  type Compressor,
  type ConversationSummary,
  type DocumentCompression,
  type DocumentJob,
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
   * Records which parts a failure left verbatim, so that other replicas and the next process render the same bytes.
   * @default none: this process remembers for itself
   */
  readonly store?: StateStore
  /** Keys the hashes under which the store is written; replicas must share it. Needed with a store. */
  readonly secret?: Uint8Array
  /** Milliseconds that a record outlives its last use. @default two hours */
  readonly ttlMs?: number
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
  const memo =
    store && createFoldMemo({ store, secret: secret!, ...(ttlMs !== undefined && { ttlMs }) })
  const pipelineFor = createPipelines()
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
      const { result, isStoreLost } = await runRecorded(pipeline, transcript, scope, memo)
      const conversation = converse(result, policy)
      const prefixDrift = watch.observe(
        watchKey(pipeline, transcript, { ...scope, opening: conversation.summary.opening }),
        conversation.parts,
        isStoreLost ? 'store-lost' : result.failures.length > 0 ? 'stage-failed' : undefined,
      )
      const summary = summarize(body, request, result, pipeline.encoding, conversation)
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
  const { pipeline, encoding, approximate } = await pipelineFor(wish)
  const result = pipeline.run(document.transcript)
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
    dialect: document.dialect,
    output: document.splice(result.parts),
  }
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
  { parts, summary }: Conversed,
): Compression {
  const spliced = request.splice(parts)
  const isChanged = spliced !== body
  const isDegraded = result.failures.length > 0
  const fidelity = isChanged ? result.fidelity : 'verbatim'
  return {
    status: isDegraded ? 'degraded' : isChanged ? 'hit' : 'miss',
    reason: isDegraded ? 'stage-failed' : isChanged ? fidelity : reasonOf(result),
    body: spliced,
    isChanged,
    ...(request.model === undefined ? {} : { model: request.model }),
    isStream: request.isStream,
    encoding,
    approximate: result.approximate,
    fidelity,
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
    elapsedMs: result.elapsedMs,
  }
}

/** The first stage's reason, as one word of a header: `nothing-wins`, `below-threshold`. */
function reasonOf(result: PipelineResult): string {
  const reason = result.stages.find(({ skipped }) => skipped !== undefined)?.skipped
  return (reason ?? 'nothing wins')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 60)
}
